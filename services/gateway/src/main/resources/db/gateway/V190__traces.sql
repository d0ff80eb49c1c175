-- The span of the request that posted it, as W3C traceparent; null where requests aren't traced. Traces of its jobs link there.
alter table evaluation add column trace_parent text;
alter table registration add column trace_parent text;
