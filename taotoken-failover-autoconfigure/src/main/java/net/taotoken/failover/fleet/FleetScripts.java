package net.taotoken.failover.fleet;

import java.nio.charset.StandardCharsets;

/**
 * The scripts for steps that have to happen at once in Redis. Each script is short, and
 * uses keys of one slot.
 */
final class FleetScripts {

	private static final String NOW = """
			local time = redis.call('TIME')
			local now = time[1] * 1000 + math.floor(time[2] / 1000)
			""";

	private static final String END_PROBE = """
			if redis.pcall('GET', KEYS[2]) == ARGV[3] then
			  redis.call('DEL', KEYS[2])
			end
			if math.abs(now - ARGV[5]) > 5000 then
			  return -2
			end
			local remaining = tonumber(ARGV[1]) - now
			""";

	/**
	 * Nobody shortens what another one says; but if the clock was set back, what this
	 * instance has said lasts longer than was meant.
	 */
	private static final String TELL = """
			local known = redis.call('PTTL', KEYS[1])
			local text = (known > remaining + 60000) and redis.pcall('GET', KEYS[1])
			local mine = type(text) == 'string'
			  and string.find(string.gsub(text, ',', ' '), ' ' .. ARGV[3] .. ' ', 1, true)
			if remaining <= 0 or (known > 0 and known + 100 >= remaining and not mine) then
			  return 0
			end
			local outage = '1 ' .. ARGV[1] .. ' ' .. ARGV[2]
			redis.call('SET', KEYS[1], outage, 'PX', remaining)
			redis.call('PUBLISH', ARGV[4], 'out ' .. now .. ' ' .. outage)
			return 1
			""";

	/** KEYS: any of the slot. */
	static final byte[] TIME = script(NOW + "return now");

	/**
	 * A tenth of a second more is no news: each comparison of the clocks moves the end of
	 * a known outage a little, and it is told again with each reading of all. Answers -2,
	 * and does nothing, if the clock is not the one that the instance takes it for: it
	 * was set, or is that of another server. KEYS: out, probe. ARGV: end in milliseconds,
	 * written outage, instance, channel, what the instance takes for the time.
	 */
	static final byte[] OUT = script(NOW + END_PROBE + TELL);

	/**
	 * The votes of a model are pairs of an end and a name, the latest first; no more are
	 * kept than twice the quorum. With enough of them, it is told like any other outage,
	 * with the names in place of the one. Answers -1 if there are too few. KEYS: out,
	 * probe, doubt. ARGV: as above, the outage up to the name, then model, quorum, how
	 * long a vote outlasts the end.
	 */
	static final byte[] VOTE = script(NOW + END_PROBE + """
			if remaining <= 0 then
			  return -1
			end
			local quorum = tonumber(ARGV[7])
			local ends = tonumber(ARGV[1]) + tonumber(ARGV[8])
			local last = ends
			local votes = ends .. ' ' .. ARGV[3]
			local names = ARGV[3]
			local count = 1
			local before = redis.pcall('GET', KEYS[3])
			if type(before) ~= 'string' or #before > 100000 then
			  before = ''
			end
			for till, name in string.gmatch(before, '(%d+) ([%w_.-]+)') do
			  local other = tonumber(till)
			  if other > now and name ~= ARGV[3] and count < 2 * quorum then
			    votes = votes .. ' ' .. till .. ' ' .. name
			    last = math.max(last, other)
			    count = count + 1
			    if count <= quorum then
			      names = names .. ',' .. name
			    end
			  end
			end
			redis.call('SET', KEYS[3], votes, 'PX', math.min(last - now, 86400000))
			if count < quorum then
			  return -1
			end
			ARGV[2] = ARGV[2] .. ' ' .. names .. ' ' .. ARGV[6]
			""" + TELL);

	/** KEYS: out, probe, doubt. ARGV: instance, model, channel. */
	static final byte[] BACK = script(NOW + """
			redis.call('DEL', unpack(KEYS))
			redis.call('PUBLISH', ARGV[3], 'back ' .. now .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
			return 1
			""");

	/**
	 * A lease that never ends, or only after longer than any instance asks for, is
	 * nobody's. KEYS: probe. ARGV: lease in milliseconds, instance.
	 */
	static final byte[] PROBE = script("""
			if redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[1]) then
			  return 0
			end
			local known = redis.call('PTTL', KEYS[1])
			if redis.pcall('GET', KEYS[1]) == ARGV[2] or known < 0 or known > 60000 then
			  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[1])
			  return 0
			end
			return known
			""");

	/** KEYS: probe. ARGV: instance. */
	static final byte[] PROBE_ENDED = script("""
			if redis.pcall('GET', KEYS[1]) == ARGV[1] then
			  return redis.call('DEL', KEYS[1])
			end
			return 0
			""");

	/**
	 * Reads outages; a value that is no text counts as nothing. KEYS: out of each model.
	 */
	static final byte[] OUTAGES = script("""
			local outages = {}
			for i, key in ipairs(KEYS) do
			  local outage = redis.pcall('GET', key)
			  outages[i] = (type(outage) == 'string' and #outage <= 20000) and outage or false
			end
			return outages
			""");

	private FleetScripts() {
	}

	private static byte[] script(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
