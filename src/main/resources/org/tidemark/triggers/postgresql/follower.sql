-- ${collection} follow the scope of ${parent}.
create or replace function tidemark_lock_${name}(parent ${table}.${column}%type) returns void
language plpgsql security definer set search_path = ${path} as $$
declare
  follower record;
begin
  for follower in select r.* from ${table} r where r.${column} = parent order by r.${id} for no key update loop
    perform tidemark_note(follower.${scope});${lock_followers}
  end loop;
end $$;

create or replace function tidemark_follow_${name}(parent ${table}.${column}%type) returns void
language plpgsql security definer set search_path = ${path} as $$
declare
  follower record;
begin
  for follower in select r.${id} as id, r.${version} as version from ${table} r
      where r.${column} = parent and r.${version} > 0 order by r.${id} loop
    perform tidemark_number_${name}(follower.id, follower.version, true);
  end loop;
end $$;
