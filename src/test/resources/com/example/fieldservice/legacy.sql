-- The estate's database, as it was before Tidemark came.
create sequence fieldservice_id start with 1000 increment by 50;

create table technician (
    badge       varchar(20)    not null primary key,
    revision    integer        not null,
    name        varchar(200)   not null,
    district    varchar(20)    not null,
    phone       varchar(40),
    hourly_cost numeric(12, 2)
);

create table service_order (
    id           bigint        not null primary key,
    revision     integer       not null,
    order_number varchar(20)   not null unique,
    customer     varchar(200)  not null,
    district     varchar(20)   not null,
    status       varchar(20)   not null,
    technician   varchar(20)   references technician (badge),
    report       varchar(1000)
);

create table order_line (
    id            bigint       not null primary key,
    revision      integer      not null,
    service_order bigint       not null references service_order (id),
    item          varchar(200) not null,
    quantity      integer      not null,
    price         numeric(12, 2)
);

create table invoice (
    number varchar(20)    not null primary key,
    total  numeric(12, 2) not null
);

insert into invoice values ('I-1', 69.00);
insert into technician values ('T-1', 1, 'Ada Nord', 'NORTH', '+47 1', 80.00);
insert into technician values ('T-2', 1, 'Sam Sud', 'SOUTH', '+33 1', 75.00);
insert into service_order values (1, 1, 'OLD-1', 'Fjord AS', 'NORTH', 'OPEN', 'T-1', null);
insert into service_order values (2, 1, 'OLD-2', 'Midi SARL', 'SOUTH', 'OPEN', 'T-2', null);
insert into order_line values (1, 1, 1, 'Journey', 1, 50.00);
insert into order_line values (2, 1, 1, 'Filter', 2, 9.50);
insert into order_line values (3, 1, 2, 'Journey', 1, 60.00);
