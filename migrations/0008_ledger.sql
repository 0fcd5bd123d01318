-- How a request is leased: one call, so that the account is locked for no longer than the count takes.

create function lease_request(
  identities text[], fixed integer[], of_class text, plan integer, urgent boolean, window_seconds double precision
) returns table (identity text, slot timestamptz, probe boolean, until timestamptz)
language plpgsql as $$
declare
  at timestamptz;
  width interval := make_interval(secs => window_seconds / 120);
  sixth interval := make_interval(secs => window_seconds / 6);
  cap integer;
  account record;
  parked timestamptz;
  probing timestamptz;
  free_at timestamptz;
  share double precision;
  best_name text;
  best_free_at timestamptz;
  best_share double precision;
  best_probe boolean;
  taken integer;
begin
  -- The locks are held until the commit. A crash of the server may forget the leases of its last second: they show
  -- as foreign use then, while a flush to disk for each lease would let a tenth of them through.
  perform set_config('synchronous_commit', 'off', true);
  for each in 1 .. cardinality(identities) loop
    perform pg_advisory_xact_lock(hashtextextended(of_class || ' ' || identities[each], 7373));
  end loop;
  at := clock_timestamp();
  for each in 1 .. cardinality(identities) loop
    -- A slot leaves the window two widths late: all of its requests have arrived by then.
    select coalesce(sum(leased + spent + foreign_use), 0) as used,
           (select max_requests from ledger_limits
             where ledger_limits.identity = identities[each] and ledger_limits.class = of_class) as learnt
      into account
      from ledger
     where ledger.identity = identities[each] and ledger.class = of_class
       and ledger.slot > at - width * 2 - sixth * 6;
    select credential_parks.until, credential_parks.probing_until into parked, probing from credential_parks
     where credential_parks.identity = identities[each] and credential_parks.class = of_class;
    cap := coalesce(fixed[each], account.learnt, plan);
    free_at := at;
    if parked > at then
      free_at := parked;
    elsif parked is not null and probing > at then
      free_at := at + make_interval(secs => least(2, window_seconds / 30));
    elsif parked is null and account.used >= cap - cap * 6 / 30 then
      -- Six bands: the newest sixth of the window, its newest two sixths, … all of it. Of the newest sixth background
      -- work leaves 20 % of the limit to people and webhooks, of the whole window a sixth of that. So what was kept
      -- back is released as it ages, and a burst of background work never leaves people without for the rest of it.
      select max(eased) into free_at from (
        select at + sixth * band - max(age) as eased
          from generate_series(case when urgent then 6 else 1 end, 6) as band
          join (select leased + spent + foreign_use as n, at - ledger.slot - width * 2 as age from ledger
                 where ledger.identity = identities[each] and ledger.class = of_class
                   and ledger.slot > at - width * 2 - sixth * 6) as kept
            on n > 0 and age < sixth * band
         group by band
        having sum(n) >= cap - (case when urgent then 0 else cap * (7 - band) / 30 end)) as full_bands;
      free_at := coalesce(free_at, at);
    end if;
    share := account.used / cap::double precision;
    if best_name is null or free_at < best_free_at or (free_at = best_free_at and share < best_share) then
      best_name := identities[each];
      best_free_at := free_at;
      best_share := share;
      best_probe := parked is not null;
    end if;
  end loop;
  if best_free_at > at then
    return query select null::text, null::timestamptz, false, best_free_at;
    return;
  end if;
  slot := date_bin(width, at, timestamptz '2000-01-01 00:00:00Z');
  insert into ledger as kept (identity, class, slot, leased, reserved_spent)
  values (best_name, of_class, lease_request.slot, 1, urgent::integer)
  on conflict on constraint ledger_pkey
    do update set leased = kept.leased + 1, reserved_spent = kept.reserved_spent + excluded.reserved_spent
  returning kept.leased + kept.spent into taken;
  if best_probe then
    update credential_parks
       set probing_until = at + make_interval(secs => least(60, window_seconds))
     where credential_parks.identity = best_name and credential_parks.class = of_class;
  end if;
  -- The first lease of a slot clears away what left the window; one window more is kept for the page.
  if taken = 1 then
    delete from ledger
     where ledger.identity = best_name and ledger.class = of_class
       and ledger.slot < at - make_interval(secs => window_seconds * 2);
  end if;
  return query select best_name, lease_request.slot, best_probe, null::timestamptz;
end
$$;
comment on function lease_request is 'Takes a request from the account of whichever identity has most left, or says when the first is free again. Identities come sorted, so that two calls never wait for each other. To be called outside a transaction: the locks end with it.';
