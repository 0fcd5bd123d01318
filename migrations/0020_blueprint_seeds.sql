-- Blueprints that ship are made once, and never again after somebody removed them.

create table blueprint_seeds (
  name text primary key,
  digest text not null
);

comment on table blueprint_seeds is 'Shipped blueprints that were made, also those that a person removed or changed since.';
comment on column blueprint_seeds.name is 'Identifier of the blueprint.';
comment on column blueprint_seeds.digest is 'SHA-256 of its definition as it shipped last, in hexadecimal.';
