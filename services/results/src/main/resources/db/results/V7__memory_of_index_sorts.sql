-- A million keys are sorted in memory: it is given back at the end of the call.
alter procedure make_reading_indexes() set maintenance_work_mem = '256MB';
