-- Reads the fires of a job that were taken last.
-- KEYS: the hash of the job's fires; the order in which they were taken
-- ARGV: how many
-- Gives for each, the last first: time, owner, state, note, when it was taken, when it was settled or ''.
local fires = {}
for _, at in ipairs(redis.call('ZREVRANGE', KEYS[2], 0, tonumber(ARGV[1]) - 1)) do
  local row = redis.call('HMGET', KEYS[1], at .. '/owner', at .. '/state', at .. '/note', at .. '/taken', at .. '/settled')
  if row[2] then
    fires[#fires + 1] = {at, row[1], row[2], row[3], row[4], row[5] or ''}
  end
end
return fires
