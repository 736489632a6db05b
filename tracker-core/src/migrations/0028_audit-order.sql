-- Who looks for what one person wrote, or what was written of one object, does not read all that was ever written.
create index audit_login on audit (login, no);
create index audit_object on audit (object, no);
