-- ${collection}: the table ${table}

-- A row that SQL inserts has no number yet, and perhaps no id.
create or replace function tidemark_await_${name}() returns trigger
language plpgsql security definer set search_path = ${path} as $$
begin
  new.${id} := coalesce(new.${id}, gen_random_uuid());
  new.${scope} := '';
  if coalesce(new.${version}, 0) = 0 then
    new.${version} := -1 - cast(random() * 9000000000000000 as bigint);
  end if;
  new.${at} := coalesce(new.${at}, clock_timestamp());
  new.${by} := coalesce(new.${by}, '');
  return new;
end $$;

-- A record keeps its id; and a row that is written as it once was (by an object-relational mapper, say) keeps its number.
create or replace function tidemark_keep_${name}() returns trigger
language plpgsql security definer set search_path = ${path} as $$
begin
  if new.${id} <> old.${id} then
    raise exception 'the id by which replicas know a record of ${collection} never changes: delete it, and insert another'
      using errcode = 'integrity_constraint_violation';
  end if;
  new.${scope} := old.${scope};
  new.${version} := old.${version};
  new.${at} := old.${at};
  new.${by} := old.${by};
  return new;
end $$;

-- Notes which clocks the transaction will need, and locks what follows the record into another scope, while it holds no clock.
create or replace function tidemark_note_${name}() returns trigger
language plpgsql security definer set search_path = ${path} as $$
begin
  if tg_op <> 'INSERT' then
    perform tidemark_note(old.${scope});
  end if;
  if tg_op <> 'DELETE' then
    perform tidemark_note(${scope_of_new});${lock_followers_of_new}
  end if;
  return null;
end $$;

-- Gives a row its number, unless somebody has done so since it was seen with the version ${collection} had then.
create or replace function tidemark_number_${name}(numbered uuid, seen bigint, only_if_moved boolean) returns void
language plpgsql security definer set search_path = ${path} as $$
declare
  is_new constant boolean := seen <= 0;
  was text;
  goal text;
  previous bigint := seen;
begin
  select r.${scope} into was from ${table} r where r.${id} = numbered and r.${version} = seen;
  if not found then
    return;
  end if;
  loop
    select nullif(${scope_of_row}, '') into goal from ${table} r where r.${id} = numbered;
    exit when goal is null or only_if_moved and goal = was;
    -- Once the clock is taken, nobody can move what the record's scope hangs on.
    exit when tidemark_take(goal);
  end loop;
  if goal is null and not is_new then
    raise exception 'a record of ${collection} has no scope: its ${scope_attribute} is null' using errcode = 'not_null_violation';
  end if;
  if goal is null or only_if_moved and goal = was then
    return;
  end if;
  if is_new then
    select coalesce(max(t.version), 0) into previous from tidemark_tombstone t
      where t.collection = '${collection}' and t.record = numbered;
    perform tidemark_arrive(goal, '${collection}', numbered);
  elsif goal <> was then
    perform tidemark_take(was);
    perform tidemark_leave(was, '${collection}', numbered, 0, false);
    perform tidemark_arrive(goal, '${collection}', numbered);
    update tidemark_conflict set scope = goal, told_in = ''
      where collection = '${collection}' and record = numbered and status = 'OPEN';
  end if;
  update ${table} set ${scope} = goal, ${version} = tidemark_next(goal, previous), ${at} = clock_timestamp(), ${by} = tidemark_user()
    where ${id} = numbered;${number_followers}
end $$;

-- At the end of the transaction.
create or replace function tidemark_commit_${name}() returns trigger
language plpgsql security definer set search_path = ${path} as $$
declare
  present record;
begin
  if tg_op <> 'DELETE' then
    perform tidemark_number_${name}(new.${id}, new.${version}, false);
    return null;
  end if;
  perform 1 from tidemark_tombstone t
    where t.collection = '${collection}' and t.record = old.${id} and t.scope = old.${scope} and t.version > old.${version};
  if found then
    return null;
  end if;
  select r.${scope} as scope, r.${version} as version into present from ${table} r where r.${id} = old.${id};
  if present.version > 0 and present.scope = old.${scope} then
    return null;
  end if;
  perform tidemark_take(old.${scope});
  perform tidemark_leave(old.${scope}, '${collection}', old.${id}, old.${version}, coalesce(present.version, 0) <= 0);
  return null;
end $$;
