-- Whether an evaluation still has cells that run or failed is asked at the end of each of its jobs. For those that wait see cell_waiting.
create index cell_open on cell (evaluation, state) where state in ('planned', 'failed');
