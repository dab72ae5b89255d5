-- What the triggers of all tables have in common. They do for plain SQL what Tidemark does for its own writes: rows first, clocks last,
-- at the end of the transaction, all clocks together in the order of their names.

-- Who writes: set tidemark.writer = '...', or else the role that has connected.
create or replace function tidemark_user() returns text
language sql stable as $$
  select left(coalesce(nullif(current_setting('tidemark.writer', true), ''), cast(session_user as text)), 200)
$$;

-- Remembers a scope whose clock this transaction will need.
create or replace function tidemark_note(scope text) returns void
language plpgsql as $$
declare
  noted text[] := coalesce(nullif(current_setting('tidemark.scopes', true), ''), '{}');
begin
  if scope <> '' and not scope = any (noted) then
    perform set_config('tidemark.scopes', cast(noted || scope as text), true);
  end if;
end $$;

-- Locks the clocks of all noted scopes until the transaction ends; whether it had that of this scope before.
create or replace function tidemark_take(needed text) returns boolean
language plpgsql as $$
declare
  one text;
begin
  if needed = any (cast(coalesce(nullif(current_setting('tidemark.taken', true), ''), '{}') as text[])) then
    return true;
  end if;
  perform tidemark_note(needed);
  for one in select s from unnest(cast(current_setting('tidemark.scopes') as text[])) s order by s loop
    perform 1 from tidemark_clock where tidemark_clock.scope = one for update;
    if not found then
      insert into tidemark_clock (scope, version, horizon)
        values (one, coalesce((select max(origin) from tidemark_server), 0), 0) on conflict (scope) do nothing;
      perform 1 from tidemark_clock where tidemark_clock.scope = one for update;
    end if;
  end loop;
  perform set_config('tidemark.taken', current_setting('tidemark.scopes'), true);
  return false;
end $$;

-- The next number of a scope whose clock is taken, above the last one of the record. Numbers are drawn in blocks that double, since a
-- transaction that wrote the row of the clock for each of its records would slow down with each of them.
create or replace function tidemark_next(needed text, previous bigint) returns bigint
language plpgsql as $$
declare
  blocks jsonb := coalesce(nullif(current_setting('tidemark.numbers', true), ''), '{}');
  number bigint := greatest(cast(blocks -> needed ->> 'next' as bigint), previous + 1);
  size bigint := coalesce(cast(blocks -> needed ->> 'size' as bigint), 0);
  last bigint := cast(blocks -> needed ->> 'last' as bigint);
begin
  if last is null or number > last then
    size := greatest(1, least(2 * size, 4096));
    update tidemark_clock set version = greatest(version, previous) + size where scope = needed returning version into strict last;
    number := last - size + 1;
  end if;
  perform set_config('tidemark.numbers',
    cast(blocks || jsonb_build_object(needed, jsonb_build_object('next', number + 1, 'last', last, 'size', size)) as text), true);
  return number;
end $$;

-- A record has left a scope: deleted, or gone to another one.
create or replace function tidemark_leave(left_scope text, of text, gone uuid, previous bigint, is_deleted boolean) returns void
language plpgsql as $$
begin
  insert into tidemark_tombstone (scope, collection, record, version, deleted, left_at, left_by)
    values (left_scope, of, gone, tidemark_next(left_scope, previous), is_deleted, clock_timestamp(), tidemark_user())
    on conflict (collection, record, scope) do update
      set version = excluded.version, deleted = excluded.deleted, left_at = excluded.left_at, left_by = excluded.left_by;
end $$;

-- A record is in a scope: it has no trace there, and what was its deletion elsewhere is a departure now.
create or replace function tidemark_arrive(new_scope text, of text, arrived uuid) returns void
language plpgsql as $$
begin
  delete from tidemark_tombstone where collection = of and record = arrived and scope = new_scope;
  update tidemark_tombstone set deleted = false where collection = of and record = arrived and deleted;
end $$;

-- Replicas learn of deletions one by one, and TRUNCATE tells of none.
create or replace function tidemark_refuse_truncate() returns trigger
language plpgsql as $$
begin
  raise exception 'TRUNCATE % would leave the records on all replicas', tg_table_name
    using errcode = 'feature_not_supported', hint = 'Use DELETE FROM ' || tg_table_name || ', whose rows are noticed one by one.';
end $$;
