alter table sync_progress add column tables jsonb not null default '{}';
comment on column sync_progress.tables is 'Rows it changed so far, by table.';

create function add_counts(one jsonb, other jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, total), '{}')
    from (select key, sum(value::bigint) as total
            from (select * from jsonb_each_text(one) union all select * from jsonb_each_text(other)) as both_of_them
           group by key) as summed
$$;
comment on function add_counts is 'Adds two objects of whole numbers, name by name.';
