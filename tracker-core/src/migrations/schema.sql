CREATE FUNCTION public.natural_order(words text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(regexp_replace(lower(words), '\d+'::text, '000000000000000000\&'::text, 'g'::text), '0*(\d{18,})'::text, '\1'::text, 'g'::text);

CREATE TABLE public.app_user (
    login text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    municipalities text[] NOT NULL,
    contractor text,
    locale text NOT NULL,
    password_hash text NOT NULL,
    email text
);

CREATE TABLE public.area (
    id text NOT NULL,
    municipality text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    geometry jsonb NOT NULL
);

CREATE TABLE public.assignment (
    id text NOT NULL,
    municipality text NOT NULL,
    route text NOT NULL,
    route_version integer NOT NULL,
    vehicle text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    crew text,
    contract text,
    retroactive boolean NOT NULL,
    legs jsonb,
    continues text,
    handed_over_to text,
    sealed boolean DEFAULT false NOT NULL,
    CONSTRAINT assignment_check CHECK ((from_at < to_at))
);

CREATE TABLE public.attachment (
    id text NOT NULL,
    excuse text,
    name text NOT NULL,
    type text NOT NULL,
    bytes integer NOT NULL,
    sha256 text NOT NULL,
    by text NOT NULL,
    at timestamp with time zone NOT NULL,
    claim text,
    line integer,
    CONSTRAINT attachment_check CHECK ((((excuse IS NULL) <> (claim IS NULL)) AND ((claim IS NULL) = (line IS NULL))))
);

CREATE TABLE public.attachment_part (
    attachment text NOT NULL,
    no integer NOT NULL,
    bytes bytea NOT NULL
);

CREATE TABLE public.audit (
    no bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    login text NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    municipality text,
    body jsonb
);

ALTER TABLE public.audit ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.case_deadline (
    municipality text NOT NULL,
    kind text NOT NULL,
    acknowledge_min integer NOT NULL,
    close_min integer NOT NULL
);

CREATE TABLE public.chain (
    device text NOT NULL,
    no bigint NOT NULL,
    head bytea NOT NULL,
    day date NOT NULL,
    fixes integer NOT NULL,
    from_at timestamp with time zone,
    to_at timestamp with time zone,
    written_after bigint NOT NULL
);

CREATE TABLE public.chain_day (
    device text NOT NULL,
    day date NOT NULL,
    no bigint NOT NULL,
    head bytea NOT NULL,
    fixes integer NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    published bigint,
    contractors text[] DEFAULT '{}'::text[] NOT NULL
);

CREATE TABLE public.claim (
    id text NOT NULL,
    no integer NOT NULL,
    contract text NOT NULL,
    municipality text NOT NULL,
    contractor text NOT NULL,
    number text NOT NULL,
    revision integer NOT NULL,
    from_date text NOT NULL,
    to_date text NOT NULL,
    payment_date text NOT NULL,
    currency text NOT NULL,
    state text NOT NULL,
    made_by text NOT NULL,
    search text NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    works integer DEFAULT 0 NOT NULL,
    setup json,
    totals jsonb,
    unsealed text[] DEFAULT '{}'::text[] NOT NULL,
    issued_at timestamp with time zone,
    answer_by timestamp with time zone,
    answered_at timestamp with time zone,
    decide_by timestamp with time zone,
    decided_at timestamp with time zone,
    closed_at timestamp with time zone,
    digest text,
    replaces text,
    replaced_by text,
    reminded boolean DEFAULT false NOT NULL,
    names jsonb,
    total bigint GENERATED ALWAYS AS (COALESCE(((totals ->> 'total'::text))::bigint, (0)::bigint)) STORED NOT NULL,
    due_at timestamp with time zone GENERATED ALWAYS AS (
CASE state
    WHEN 'issued'::text THEN answer_by
    WHEN 'answered'::text THEN decide_by
    ELSE NULL::timestamp with time zone
END) STORED,
    number_order text GENERATED ALWAYS AS (public.natural_order(number)) STORED,
    contractor_order text NOT NULL,
    contract_order text NOT NULL,
    state_order integer GENERATED ALWAYS AS (array_position(ARRAY['drafting'::text, 'stopped'::text, 'draft'::text, 'issued'::text, 'answered'::text, 'decided'::text, 'paid'::text, 'withheld'::text, 'cancelled'::text, 'replaced'::text], state)) STORED NOT NULL,
    CONSTRAINT claim_state_check CHECK ((state = ANY (ARRAY['drafting'::text, 'stopped'::text, 'draft'::text, 'issued'::text, 'answered'::text, 'decided'::text, 'paid'::text, 'withheld'::text, 'cancelled'::text, 'replaced'::text])))
);

CREATE TABLE public.claim_entry (
    claim text NOT NULL,
    seq integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    action text NOT NULL,
    line integer,
    text text
);

CREATE TABLE public.claim_line (
    claim text NOT NULL,
    no integer NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    why text,
    rule text,
    date text NOT NULL,
    assignment text,
    route text,
    vehicle text,
    reason text,
    amount bigint NOT NULL,
    search text NOT NULL,
    body json NOT NULL,
    answer text,
    answer_m double precision,
    answer_reason text,
    answer_by text,
    answer_at timestamp with time zone,
    decision text,
    decision_m double precision,
    decision_amount bigint,
    decision_reason text,
    decision_by text,
    decision_at timestamp with time zone,
    occurrence integer
);

ALTER TABLE public.claim ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.claim_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.claim_stake (
    claim text NOT NULL,
    part integer NOT NULL,
    stakes json NOT NULL
);

CREATE TABLE public.claim_work (
    claim text NOT NULL,
    assignment text NOT NULL,
    revision integer NOT NULL
);

CREATE TABLE public.command (
    id text NOT NULL,
    no integer NOT NULL,
    vehicle text NOT NULL,
    device text NOT NULL,
    body jsonb NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    sent_at timestamp with time zone,
    acknowledged_at timestamp with time zone,
    ok boolean,
    delivered_at timestamp with time zone,
    CONSTRAINT command_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'acknowledged'::text, 'expired'::text])))
);

ALTER TABLE public.command ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.command_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.contract (
    id text NOT NULL,
    municipality text NOT NULL,
    contractor text NOT NULL,
    number text NOT NULL,
    title text,
    from_date text NOT NULL,
    to_date text NOT NULL,
    currency text NOT NULL,
    price bigint NOT NULL,
    operations text[] NOT NULL,
    routes text[],
    CONSTRAINT contract_check CHECK ((from_date <= to_date))
);

CREATE TABLE public.contract_terms (
    contract text NOT NULL,
    version integer NOT NULL,
    by text NOT NULL,
    at timestamp with time zone NOT NULL,
    terms jsonb NOT NULL
);

CREATE TABLE public.contractor (
    id text NOT NULL,
    municipality text NOT NULL,
    name text NOT NULL
);

CREATE TABLE public.work (
    municipality text NOT NULL,
    vehicle text NOT NULL,
    crew text DEFAULT ''::text NOT NULL,
    operation text NOT NULL,
    edge text NOT NULL,
    serves text NOT NULL,
    from_cm integer NOT NULL,
    to_cm integer NOT NULL,
    forward boolean NOT NULL,
    verdict text NOT NULL,
    enter_at timestamp with time zone NOT NULL,
    leave_at timestamp with time zone NOT NULL,
    marks text[],
    hour timestamp with time zone NOT NULL,
    local_date date NOT NULL,
    utc_offset_min smallint NOT NULL
);

CREATE VIEW public.daily_work AS
 SELECT work.municipality,
    work.vehicle,
    work.crew,
    work.operation,
    work.verdict,
    work.local_date,
    count(*) AS passages,
    sum((work.to_cm - work.from_cm)) AS length_cm,
    (sum((EXTRACT(epoch FROM (work.leave_at - work.enter_at)) * (1000)::numeric)))::bigint AS duration_ms,
    min(work.enter_at) AS first_at,
    max(work.leave_at) AS last_at
   FROM public.work
  GROUP BY work.municipality, work.vehicle, work.crew, work.operation, work.verdict, work.local_date;

CREATE TABLE public.device (
    id text NOT NULL,
    municipality text NOT NULL,
    interval_s double precision NOT NULL,
    secret_hash text NOT NULL,
    former_secret_hash text,
    former_until timestamp with time zone,
    revoked boolean DEFAULT false NOT NULL,
    online boolean,
    seen_at timestamp with time zone
);

CREATE TABLE public.device_binding (
    device text NOT NULL,
    since timestamp with time zone NOT NULL,
    vehicle text NOT NULL
);

CREATE TABLE public.driven (
    assignment text NOT NULL,
    revision integer NOT NULL,
    distance_cm bigint NOT NULL,
    deadhead_cm bigint NOT NULL,
    worked_s integer NOT NULL,
    idle_s integer NOT NULL,
    grade text NOT NULL
);

CREATE TABLE public.event (
    device text NOT NULL,
    municipality text NOT NULL,
    ts timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    note text,
    lat double precision,
    lon double precision
);

CREATE TABLE public.excuse (
    id text NOT NULL,
    municipality text NOT NULL,
    assignment text NOT NULL,
    ground text NOT NULL,
    state text NOT NULL,
    proposed_by text NOT NULL,
    no integer NOT NULL,
    note text,
    planned_m double precision DEFAULT 0 NOT NULL,
    CONSTRAINT excuse_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'accepted'::text, 'refused'::text, 'withdrawn'::text])))
);

CREATE TABLE public.excuse_entry (
    excuse text NOT NULL,
    seq integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by text NOT NULL,
    action text NOT NULL,
    text text
);

ALTER TABLE public.excuse ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.excuse_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.excuse_stretch (
    excuse text NOT NULL,
    edge text NOT NULL,
    side text NOT NULL,
    from_m double precision NOT NULL,
    to_m double precision NOT NULL,
    CONSTRAINT excuse_stretch_check CHECK ((from_m < to_m))
);

CREATE TABLE public.fix (
    device text NOT NULL,
    municipality text NOT NULL,
    ts timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    lat double precision NOT NULL,
    lon double precision NOT NULL,
    digest bytea NOT NULL,
    body text NOT NULL,
    field_errors text[],
    chain_no bigint
);

CREATE TABLE public.fulfilment (
    assignment text NOT NULL,
    revision integer NOT NULL,
    planned_cm bigint NOT NULL,
    covered_cm bigint NOT NULL,
    excused_cm bigint NOT NULL,
    wrong_side_cm bigint NOT NULL,
    gear_off_cm bigint NOT NULL,
    too_fast_cm bigint NOT NULL,
    no_data_cm bigint NOT NULL,
    not_reached_cm bigint NOT NULL,
    leg_edge text[] NOT NULL,
    leg_from_cm integer[] NOT NULL,
    leg_to_cm integer[] NOT NULL,
    leg_planned_cm integer[] NOT NULL,
    leg_covered_cm integer[] NOT NULL,
    leg_excused_cm integer[] NOT NULL,
    leg_wrong_side_cm integer[] NOT NULL,
    leg_gear_off_cm integer[] NOT NULL,
    leg_too_fast_cm integer[] NOT NULL,
    leg_no_data_cm integer[] NOT NULL,
    leg_not_reached_cm integer[] NOT NULL
);

CREATE TABLE public.hold (
    claim text NOT NULL,
    municipality text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL
);

CREATE TABLE public.incident (
    id text NOT NULL,
    no integer NOT NULL,
    key text NOT NULL,
    municipality text NOT NULL,
    contractor text NOT NULL,
    vehicle text NOT NULL,
    assignment text,
    kind text NOT NULL,
    severity text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone,
    lat double precision,
    lon double precision,
    edge text,
    figures jsonb NOT NULL,
    note text,
    state text NOT NULL,
    assignee text
);

CREATE TABLE public.incident_entry (
    incident text NOT NULL,
    seq integer NOT NULL,
    at timestamp with time zone NOT NULL,
    by text,
    action text NOT NULL,
    text text
);

ALTER TABLE public.incident ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.incident_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.late_arrival (
    device text NOT NULL,
    hour timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL
);

CREATE TABLE public.load (
    municipality text NOT NULL,
    edge text NOT NULL,
    side text NOT NULL,
    operation text NOT NULL,
    vehicle text NOT NULL,
    crew text NOT NULL,
    hour timestamp with time zone NOT NULL,
    local_date date NOT NULL,
    local_hour smallint NOT NULL,
    utc_offset_min smallint NOT NULL,
    passes integer NOT NULL,
    length_cm bigint NOT NULL,
    duration_ms bigint NOT NULL,
    speed_kmh double precision GENERATED ALWAYS AS (
CASE
    WHEN (duration_ms > 0) THEN (round((((length_cm)::numeric * 36.0) / (duration_ms)::numeric), 2))::double precision
    ELSE NULL::double precision
END) STORED
);

CREATE TABLE public.load_dirty (
    vehicle text NOT NULL,
    hour timestamp with time zone NOT NULL
);

CREATE TABLE public.mail (
    notice text NOT NULL,
    address text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    given_up_at timestamp with time zone,
    trouble text
);

CREATE TABLE public.municipality (
    id text NOT NULL,
    name text NOT NULL,
    timezone text NOT NULL,
    locale text NOT NULL,
    drives_on text NOT NULL,
    CONSTRAINT municipality_drives_on_check CHECK ((drives_on = ANY (ARRAY['right'::text, 'left'::text])))
);

CREATE TABLE public.network (
    municipality text NOT NULL,
    version integer NOT NULL,
    tag text NOT NULL,
    edges integer NOT NULL,
    length_m double precision NOT NULL,
    warnings jsonb NOT NULL,
    snapshot bytea,
    basemap bytea,
    imported_at timestamp with time zone NOT NULL
);

CREATE TABLE public.network_part (
    municipality text NOT NULL,
    version integer NOT NULL,
    part text NOT NULL,
    no integer NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT network_part_part_check CHECK ((part = ANY (ARRAY['snapshot'::text, 'basemap'::text])))
);

CREATE TABLE public.notice (
    id text NOT NULL,
    no integer NOT NULL,
    login text NOT NULL,
    at timestamp with time zone NOT NULL,
    municipality text NOT NULL,
    kind text NOT NULL,
    claim text,
    facts jsonb NOT NULL,
    read_at timestamp with time zone
);

ALTER TABLE public.notice ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.notice_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_rewritten (
    assignment text NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.recompute_finding (
    job text NOT NULL,
    assignment text NOT NULL,
    revision integer,
    stored text,
    computed text,
    trouble text
);

CREATE TABLE public.recompute_job (
    id text NOT NULL,
    municipality text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    total integer NOT NULL,
    done integer DEFAULT 0 NOT NULL,
    unsealed integer DEFAULT 0 NOT NULL,
    changed integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    fixes bigint DEFAULT 0 NOT NULL,
    took_ms bigint DEFAULT 0 NOT NULL,
    cursor_to timestamp with time zone,
    cursor_id text
);

CREATE TABLE public.refusal (
    id bigint NOT NULL,
    municipality text NOT NULL,
    device text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    batch_index integer,
    payload text NOT NULL
);

ALTER TABLE public.refusal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.refusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.result (
    assignment text NOT NULL,
    revision integer NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    digest text NOT NULL,
    cause text NOT NULL,
    difference json NOT NULL,
    answer json NOT NULL,
    state text DEFAULT 'standing'::text NOT NULL,
    basis json,
    decided_by text,
    decided_at timestamp with time zone,
    decided_why text,
    packed json,
    CONSTRAINT result_state_check CHECK ((state = ANY (ARRAY['standing'::text, 'proposed'::text, 'accepted'::text, 'declined'::text, 'superseded'::text])))
);

CREATE TABLE public.route (
    id text NOT NULL,
    municipality text NOT NULL,
    retired_at timestamp with time zone
);

CREATE TABLE public.route_version (
    route text NOT NULL,
    version integer NOT NULL,
    name text NOT NULL,
    operation text NOT NULL,
    legs jsonb NOT NULL,
    planned_m double precision NOT NULL,
    unmatched jsonb,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    line jsonb
);

CREATE TABLE public.schedule (
    id text NOT NULL,
    municipality text NOT NULL,
    route text NOT NULL,
    vehicle text,
    crew text,
    contract text,
    days jsonb NOT NULL,
    from_time text NOT NULL,
    to_time text NOT NULL,
    valid_from text NOT NULL,
    valid_until text,
    exceptions text[] NOT NULL,
    effective_at timestamp with time zone NOT NULL
);

CREATE TABLE public.schedule_day (
    schedule text NOT NULL,
    date text NOT NULL,
    assignment text NOT NULL,
    made jsonb NOT NULL
);

CREATE TABLE public.session (
    token_hash text NOT NULL,
    login text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.signing_key (
    id text NOT NULL,
    public_key bytea NOT NULL,
    from_at timestamp with time zone NOT NULL,
    to_at timestamp with time zone
);

CREATE TABLE public.vehicle (
    id text NOT NULL,
    no integer NOT NULL,
    municipality text NOT NULL,
    contractor text NOT NULL,
    plate text NOT NULL,
    operations text[] NOT NULL,
    gear_sensors text[] NOT NULL,
    serves text,
    retired_at timestamp with time zone
);

ALTER TABLE public.vehicle ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.vehicle_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_pkey PRIMARY KEY (login);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_claim_line_sha256_key UNIQUE (claim, line, sha256);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_excuse_sha256_key UNIQUE (excuse, sha256);

ALTER TABLE ONLY public.attachment_part
    ADD CONSTRAINT attachment_part_pkey PRIMARY KEY (attachment, no);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (no);

ALTER TABLE ONLY public.case_deadline
    ADD CONSTRAINT case_deadline_pkey PRIMARY KEY (municipality, kind);

ALTER TABLE ONLY public.chain_day
    ADD CONSTRAINT chain_day_pkey PRIMARY KEY (device, day);

ALTER TABLE ONLY public.chain_day
    ADD CONSTRAINT chain_day_published_key UNIQUE (published);

ALTER TABLE ONLY public.chain
    ADD CONSTRAINT chain_pkey PRIMARY KEY (device);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_contract_number_revision_key UNIQUE (contract, number, revision);

ALTER TABLE ONLY public.claim_entry
    ADD CONSTRAINT claim_entry_pkey PRIMARY KEY (claim, seq);

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT claim_line_pkey PRIMARY KEY (claim, no);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_no_key UNIQUE (no);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.claim_stake
    ADD CONSTRAINT claim_stake_pkey PRIMARY KEY (claim, part);

ALTER TABLE ONLY public.claim_work
    ADD CONSTRAINT claim_work_pkey PRIMARY KEY (claim, assignment);

ALTER TABLE ONLY public.command
    ADD CONSTRAINT command_no_key UNIQUE (no);

ALTER TABLE ONLY public.command
    ADD CONSTRAINT command_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.contract_terms
    ADD CONSTRAINT contract_terms_pkey PRIMARY KEY (contract, version);

ALTER TABLE ONLY public.contractor
    ADD CONSTRAINT contractor_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.device_binding
    ADD CONSTRAINT device_binding_pkey PRIMARY KEY (device, since);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.driven
    ADD CONSTRAINT driven_pkey PRIMARY KEY (assignment, revision);

ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (device, ts, kind);

ALTER TABLE ONLY public.excuse_entry
    ADD CONSTRAINT excuse_entry_pkey PRIMARY KEY (excuse, seq);

ALTER TABLE ONLY public.excuse
    ADD CONSTRAINT excuse_no_key UNIQUE (no);

ALTER TABLE ONLY public.excuse
    ADD CONSTRAINT excuse_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.excuse_stretch
    ADD CONSTRAINT excuse_stretch_pkey PRIMARY KEY (excuse, edge, side, from_m);

ALTER TABLE ONLY public.fix
    ADD CONSTRAINT fix_pkey PRIMARY KEY (device, ts, digest);

ALTER TABLE ONLY public.fulfilment
    ADD CONSTRAINT fulfilment_pkey PRIMARY KEY (assignment, revision);

ALTER TABLE ONLY public.hold
    ADD CONSTRAINT hold_pkey PRIMARY KEY (claim, municipality, from_at);

ALTER TABLE ONLY public.incident_entry
    ADD CONSTRAINT incident_entry_pkey PRIMARY KEY (incident, seq);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_key_key UNIQUE (key);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_no_key UNIQUE (no);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.late_arrival
    ADD CONSTRAINT late_arrival_pkey PRIMARY KEY (device, hour);

ALTER TABLE ONLY public.load_dirty
    ADD CONSTRAINT load_dirty_pkey PRIMARY KEY (vehicle, hour);

ALTER TABLE ONLY public.load
    ADD CONSTRAINT load_pkey PRIMARY KEY (municipality, edge, side, operation, vehicle, crew, hour);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_pkey PRIMARY KEY (notice);

ALTER TABLE ONLY public.municipality
    ADD CONSTRAINT municipality_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.network_part
    ADD CONSTRAINT network_part_pkey PRIMARY KEY (municipality, version, part, no);

ALTER TABLE ONLY public.network
    ADD CONSTRAINT network_pkey PRIMARY KEY (municipality, version);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_no_key UNIQUE (no);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_rewritten
    ADD CONSTRAINT plan_rewritten_pkey PRIMARY KEY (assignment);

ALTER TABLE ONLY public.recompute_finding
    ADD CONSTRAINT recompute_finding_pkey PRIMARY KEY (job, assignment);

ALTER TABLE ONLY public.recompute_job
    ADD CONSTRAINT recompute_job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.refusal
    ADD CONSTRAINT refusal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_pkey PRIMARY KEY (assignment, revision);

ALTER TABLE ONLY public.route
    ADD CONSTRAINT route_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.route_version
    ADD CONSTRAINT route_version_pkey PRIMARY KEY (route, version);

ALTER TABLE ONLY public.schedule_day
    ADD CONSTRAINT schedule_day_assignment_key UNIQUE (assignment);

ALTER TABLE ONLY public.schedule_day
    ADD CONSTRAINT schedule_day_pkey PRIMARY KEY (schedule, date);

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);

ALTER TABLE ONLY public.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.vehicle
    ADD CONSTRAINT vehicle_no_key UNIQUE (no);

ALTER TABLE ONLY public.vehicle
    ADD CONSTRAINT vehicle_pkey PRIMARY KEY (id);

CREATE INDEX area_municipality ON public.area USING btree (municipality);

CREATE INDEX assignment_begin ON public.assignment USING btree (municipality, from_at);

CREATE INDEX assignment_continues ON public.assignment USING btree (continues) WHERE (continues IS NOT NULL);

CREATE INDEX assignment_municipality ON public.assignment USING btree (municipality, id);

CREATE INDEX assignment_route ON public.assignment USING btree (route);

CREATE INDEX assignment_unsealed ON public.assignment USING btree (to_at, id) WHERE (NOT sealed);

CREATE INDEX assignment_vehicle ON public.assignment USING btree (vehicle, from_at);

CREATE INDEX assignment_window ON public.assignment USING btree (to_at);

CREATE INDEX audit_login ON public.audit USING btree (login, no);

CREATE INDEX audit_municipality ON public.audit USING btree (municipality, no);

CREATE INDEX audit_object ON public.audit USING btree (object, no);

CREATE INDEX chain_day_contractors ON public.chain_day USING gin (contractors);

CREATE INDEX chain_day_open ON public.chain_day USING btree (day) WHERE (published IS NULL);

CREATE INDEX claim_by_contract ON public.claim USING btree (municipality, contract_order, no);

CREATE INDEX claim_by_contractor ON public.claim USING btree (municipality, contractor_order, no);

CREATE INDEX claim_by_due ON public.claim USING btree (municipality, COALESCE(due_at, 'infinity'::timestamp with time zone), no);

CREATE INDEX claim_by_due_down ON public.claim USING btree (municipality, COALESCE(due_at, '-infinity'::timestamp with time zone), no);

CREATE INDEX claim_by_number ON public.claim USING btree (municipality, number_order, no);

CREATE INDEX claim_by_period ON public.claim USING btree (municipality, from_date, no);

CREATE INDEX claim_by_state ON public.claim USING btree (municipality, state_order, no);

CREATE INDEX claim_by_total ON public.claim USING btree (municipality, total, no);

CREATE INDEX claim_contract ON public.claim USING btree (contract, from_date);

CREATE INDEX claim_line_dropped ON public.claim_line USING btree (claim) WHERE (state = 'dropped'::text);

CREATE INDEX claim_municipality ON public.claim USING btree (municipality, no);

CREATE INDEX claim_state ON public.claim USING btree (state) WHERE (state = ANY (ARRAY['drafting'::text, 'issued'::text]));

CREATE INDEX claim_unnamed ON public.claim USING btree (contractor, contract) WHERE (names IS NULL);

CREATE INDEX command_vehicle ON public.command USING btree (vehicle, no);

CREATE INDEX command_waiting ON public.command USING btree (device, no) WHERE (state = ANY (ARRAY['queued'::text, 'sent'::text]));

CREATE INDEX contract_municipality ON public.contract USING btree (municipality, id);

CREATE INDEX contractor_municipality ON public.contractor USING btree (municipality, id);

CREATE INDEX device_binding_vehicle ON public.device_binding USING btree (vehicle);

CREATE INDEX device_municipality ON public.device USING btree (municipality, id);

CREATE INDEX event_municipality ON public.event USING btree (municipality, ts);

CREATE INDEX excuse_assignment ON public.excuse USING btree (assignment);

CREATE INDEX excuse_municipality ON public.excuse USING btree (municipality, no);

CREATE INDEX fix_ts ON public.fix USING brin (ts) WITH (autosummarize='on');

CREATE INDEX incident_municipality ON public.incident USING btree (municipality, no);

CREATE INDEX incident_standing ON public.incident USING btree (municipality, no) WHERE (state = ANY (ARRAY['open'::text, 'acknowledged'::text, 'assigned'::text]));

CREATE INDEX incident_vehicle ON public.incident USING btree (vehicle, from_at);

CREATE INDEX load_vehicle ON public.load USING btree (vehicle, hour);

CREATE INDEX mail_due ON public.mail USING btree (due_at) WHERE ((sent_at IS NULL) AND (given_up_at IS NULL));

CREATE INDEX notice_login ON public.notice USING btree (login, no);

CREATE UNIQUE INDEX recompute_job_running ON public.recompute_job USING btree (municipality, from_at, to_at) WHERE (ended_at IS NULL);

CREATE INDEX refusal_device ON public.refusal USING btree (device, received_at);

CREATE INDEX refusal_received ON public.refusal USING btree (received_at);

CREATE INDEX result_proposed ON public.result USING btree (assignment) WHERE (state = 'proposed'::text);

CREATE INDEX route_municipality ON public.route USING btree (municipality, id);

CREATE INDEX schedule_municipality ON public.schedule USING btree (municipality, id);

CREATE INDEX session_expires ON public.session USING btree (expires_at);

CREATE INDEX session_login ON public.session USING btree (login);

CREATE INDEX vehicle_contractor ON public.vehicle USING btree (contractor);

CREATE INDEX vehicle_municipality ON public.vehicle USING btree (municipality, id);

CREATE INDEX work_edge ON public.work USING btree (municipality, edge, enter_at);

CREATE INDEX work_enter ON public.work USING brin (enter_at) WITH (autosummarize='on');

CREATE INDEX work_vehicle ON public.work USING btree (vehicle, enter_at);

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_contractor_fkey FOREIGN KEY (contractor) REFERENCES public.contractor(id);

ALTER TABLE ONLY public.area
    ADD CONSTRAINT area_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_route_route_version_fkey FOREIGN KEY (route, route_version) REFERENCES public.route_version(route, version);

ALTER TABLE ONLY public.assignment
    ADD CONSTRAINT assignment_vehicle_fkey FOREIGN KEY (vehicle) REFERENCES public.vehicle(id);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_claim_line_fkey FOREIGN KEY (claim, line) REFERENCES public.claim_line(claim, no);

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT attachment_excuse_fkey FOREIGN KEY (excuse) REFERENCES public.excuse(id);

ALTER TABLE ONLY public.case_deadline
    ADD CONSTRAINT case_deadline_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_contract_fkey FOREIGN KEY (contract) REFERENCES public.contract(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_contractor_fkey FOREIGN KEY (contractor) REFERENCES public.contractor(id);

ALTER TABLE ONLY public.claim_entry
    ADD CONSTRAINT claim_entry_claim_fkey FOREIGN KEY (claim) REFERENCES public.claim(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES public.claim(id);

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT claim_replaces_fkey FOREIGN KEY (replaces) REFERENCES public.claim(id);

ALTER TABLE ONLY public.command
    ADD CONSTRAINT command_device_fkey FOREIGN KEY (device) REFERENCES public.device(id);

ALTER TABLE ONLY public.command
    ADD CONSTRAINT command_vehicle_fkey FOREIGN KEY (vehicle) REFERENCES public.vehicle(id);

ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_contractor_fkey FOREIGN KEY (contractor) REFERENCES public.contractor(id);

ALTER TABLE ONLY public.contract
    ADD CONSTRAINT contract_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.contract_terms
    ADD CONSTRAINT contract_terms_contract_fkey FOREIGN KEY (contract) REFERENCES public.contract(id);

ALTER TABLE ONLY public.contractor
    ADD CONSTRAINT contractor_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.device_binding
    ADD CONSTRAINT device_binding_device_fkey FOREIGN KEY (device) REFERENCES public.device(id);

ALTER TABLE ONLY public.device_binding
    ADD CONSTRAINT device_binding_vehicle_fkey FOREIGN KEY (vehicle) REFERENCES public.vehicle(id);

ALTER TABLE ONLY public.device
    ADD CONSTRAINT device_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.excuse
    ADD CONSTRAINT excuse_assignment_fkey FOREIGN KEY (assignment) REFERENCES public.assignment(id);

ALTER TABLE ONLY public.excuse_entry
    ADD CONSTRAINT excuse_entry_excuse_fkey FOREIGN KEY (excuse) REFERENCES public.excuse(id);

ALTER TABLE ONLY public.excuse
    ADD CONSTRAINT excuse_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.excuse_stretch
    ADD CONSTRAINT excuse_stretch_excuse_fkey FOREIGN KEY (excuse) REFERENCES public.excuse(id);

ALTER TABLE ONLY public.incident_entry
    ADD CONSTRAINT incident_entry_incident_fkey FOREIGN KEY (incident) REFERENCES public.incident(id);

ALTER TABLE ONLY public.incident
    ADD CONSTRAINT incident_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT mail_notice_fkey FOREIGN KEY (notice) REFERENCES public.notice(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.network
    ADD CONSTRAINT network_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.network_part
    ADD CONSTRAINT network_part_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_claim_fkey FOREIGN KEY (claim) REFERENCES public.claim(id);

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_login_fkey FOREIGN KEY (login) REFERENCES public.app_user(login) ON DELETE CASCADE;

ALTER TABLE ONLY public.notice
    ADD CONSTRAINT notice_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.recompute_finding
    ADD CONSTRAINT recompute_finding_job_fkey FOREIGN KEY (job) REFERENCES public.recompute_job(id);

ALTER TABLE ONLY public.route
    ADD CONSTRAINT route_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.route_version
    ADD CONSTRAINT route_version_route_fkey FOREIGN KEY (route) REFERENCES public.route(id);

ALTER TABLE ONLY public.schedule_day
    ADD CONSTRAINT schedule_day_schedule_fkey FOREIGN KEY (schedule) REFERENCES public.schedule(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_route_fkey FOREIGN KEY (route) REFERENCES public.route(id);

ALTER TABLE ONLY public.schedule
    ADD CONSTRAINT schedule_vehicle_fkey FOREIGN KEY (vehicle) REFERENCES public.vehicle(id);

ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_login_fkey FOREIGN KEY (login) REFERENCES public.app_user(login) ON DELETE CASCADE;

ALTER TABLE ONLY public.vehicle
    ADD CONSTRAINT vehicle_contractor_fkey FOREIGN KEY (contractor) REFERENCES public.contractor(id);

ALTER TABLE ONLY public.vehicle
    ADD CONSTRAINT vehicle_municipality_fkey FOREIGN KEY (municipality) REFERENCES public.municipality(id);
