-- Keys of programs, and sessions of browsers, which are short-lived keys. Of a secret only its SHA-256 is kept: it has 256 random bits, so a fast
-- digest gives nothing away.
create table api_key (
  id         text primary key,
  kind       text not null check (kind in ('key', 'session')),
  tenant     text not null,
  role       text not null check (role in ('viewer', 'client', 'operator')),
  name       text not null,
  digest     text not null,
  opened_by  text,                              -- of a session: the key; null where a token of an issuer did
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at    timestamptz,                       -- to some minutes
  revoked_at timestamptz
);
create index api_key_opened_by on api_key (opened_by) where opened_by is not null;
create index api_key_session on api_key (expires_at) where kind = 'session';
