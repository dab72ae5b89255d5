-- What Tidemark keeps beside the records, as ../common has it, in the types of MariaDB.
--
-- By its bytes and without padding: 'North', 'north' and 'north ' are three scopes, and three people. MariaDB would take them for one.
-- A datetime is in UTC; its timestamp would end in 2038. Its text ends after 64 KB.

create table tidemark_server (
    id      integer not null primary key,
    epoch   uuid    not null,
    origin  bigint  not null,
    settled bigint  not null default 0
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table tidemark_cursor_key (
    id         integer     not null primary key,
    secret     varchar(64) not null,
    created_at datetime(6) not null
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table tidemark_clock (
    scope   varchar(100) not null primary key,
    version bigint       not null,
    horizon bigint       not null
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table tidemark_replica (
    id           uuid         not null primary key,
    owner        varchar(200) not null,
    label        varchar(200),
    number       bigint       not null,
    digest       varchar(64),
    complete     boolean      not null,
    result       longtext,
    revoked      boolean      not null,
    created_at   datetime(6) not null,
    last_sync_at datetime(6),
    seen         longtext,
    abandoned    boolean      not null default false
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create index tidemark_replica_owner on tidemark_replica (owner);

create table tidemark_tombstone (
    scope      varchar(100) not null,
    collection varchar(100) not null,
    record     uuid         not null,
    version    bigint       not null,
    deleted    boolean      not null,
    left_at    datetime(6) not null,
    left_by    varchar(200) not null,
    primary key (collection, record, scope)
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create index tidemark_tombstone_version on tidemark_tombstone (scope, version);

create table tidemark_conflict (
    id              uuid         not null primary key,
    collection      varchar(100) not null,
    record          uuid         not null,
    scope           varchar(100) not null,
    replica         varchar(36),
    owner           varchar(200) not null,
    detected_at     datetime(6) not null,
    server_version  bigint       not null,
    server_by       varchar(200),
    kind            varchar(20)  not null default 'modified-modified',
    disputed        varchar(4000) not null default '',
    reopens         varchar(36),
    body            longtext         not null,
    body_size       bigint       not null default 0,
    status          varchar(20)  not null,
    outcome         varchar(20),
    settled_by      varchar(200),
    settled_at      datetime(6),
    settled_replica varchar(36),
    told_in         varchar(100) not null default '',
    settled_version bigint,
    resolution      longtext
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create index tidemark_conflict_record on tidemark_conflict (collection, record, status);
create index tidemark_conflict_scope on tidemark_conflict (status, scope);
create index tidemark_conflict_owner on tidemark_conflict (owner, status);
create index tidemark_conflict_settled on tidemark_conflict (owner, told_in, settled_version);
create index tidemark_conflict_detected on tidemark_conflict (detected_at, id);
create index tidemark_conflict_reopens on tidemark_conflict (reopens);

create table tidemark_follow_up (
    conflict    uuid         not null primary key,
    note        longtext,
    noted_by    varchar(200),
    noted_at    datetime(6),
    reviewed_by varchar(200),
    reviewed_at datetime(6),
    assignee    varchar(200),
    assigned_by varchar(200),
    assigned_at datetime(6)
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table tidemark_change_count (
    id         uuid         not null primary key,
    scope      varchar(100) not null,
    collection varchar(100) not null,
    owner      varchar(200) not null,
    begins_at  datetime(6) not null,
    changes    bigint       not null
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create index tidemark_change_count_begins on tidemark_change_count (begins_at);

-- The audit log: docs/audit.md says which rights the server needs on each of the three.
create table tidemark_audit_waiting (
    id          uuid         not null primary key,
    happened_at datetime(6) not null,
    deed        varchar(20)  not null,
    manner      varchar(20),
    actor       varchar(200) not null,
    replica     varchar(36),
    scope       varchar(100),
    collection  varchar(100),
    record      varchar(36),
    version     bigint       not null,
    detail      longtext,
    digest      varchar(64)  not null
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;

create table tidemark_audit (
    position    bigint       not null primary key,
    happened_at datetime(6) not null,
    deed        varchar(20)  not null,
    manner      varchar(20),
    actor       varchar(200) not null,
    replica     varchar(36),
    scope       varchar(100),
    collection  varchar(100),
    record      varchar(36),
    version     bigint       not null,
    detail      longtext,
    digest      varchar(64)  not null,
    hash        varchar(64)  not null
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create index tidemark_audit_record on tidemark_audit (record);

create table tidemark_audit_head (
    id       integer     not null primary key,
    position bigint      not null,
    hash     varchar(64) not null
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
insert into tidemark_audit_head values (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
