-- Who was on a street, and when: asked for by edge, over any time.
create index work_edge on work (municipality, edge, enter_at);
