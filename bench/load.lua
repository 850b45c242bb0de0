-- Load for wrk: GET random addresses out of a file, as a browser that accepts gzip; prints one JSON line at the end.
-- Usage: wrk ... -s load.lua URL -- FILE    (FILE: one address a line). Latencies in microseconds, duration too.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  math.randomseed(number)
  requests = {}
  for address in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", address, { ["Accept-Encoding"] = "gzip", ["Host"] = wrk.headers["Host"] })
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "bytes": %d, "duration": %d, "errors": %d, "p50": %d, "p99": %d}\n',
    summary.requests, summary.bytes, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
