package net.taotoken.failover.fleet;

import java.nio.charset.StandardCharsets;

/**
 * What has to happen at once in Redis. Each script is short, and uses keys of one slot.
 */
final class FleetScripts {

	private static final String NOW = """
			local time = redis.call('TIME')
			local now = time[1] * 1000 + math.floor(time[2] / 1000)
			""";

	/** KEYS: any of the slot. */
	static final byte[] TIME = script(NOW + "return now");

	/**
	 * A tenth of a second more is no news: each comparison of the clocks moves the end of
	 * a known outage a little, and it is told again with each reading of all. KEYS: out,
	 * probe. ARGV: end in milliseconds, written outage, instance, channel.
	 */
	static final byte[] OUT = script(NOW + """
			if redis.call('GET', KEYS[2]) == ARGV[3] then
			  redis.call('DEL', KEYS[2])
			end
			local remaining = tonumber(ARGV[1]) - now
			local known = redis.call('PTTL', KEYS[1])
			if remaining <= 0 or (known > 0 and known + 100 >= remaining) then
			  return 0
			end
			local outage = '1 ' .. ARGV[1] .. ' ' .. ARGV[2]
			redis.call('SET', KEYS[1], outage, 'PX', remaining)
			redis.call('PUBLISH', ARGV[4], 'out ' .. now .. ' ' .. outage)
			return 1
			""");

	/** KEYS: out, probe. ARGV: instance, model, channel. */
	static final byte[] BACK = script(NOW + """
			redis.call('DEL', KEYS[1])
			redis.call('DEL', KEYS[2])
			redis.call('PUBLISH', ARGV[3], 'back ' .. now .. ' ' .. ARGV[1] .. ' ' .. ARGV[2])
			return 1
			""");

	/** KEYS: probe. ARGV: lease in milliseconds, instance. */
	static final byte[] PROBE = script("""
			if redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[1]) then
			  return 0
			end
			if redis.call('GET', KEYS[1]) == ARGV[2] then
			  redis.call('PEXPIRE', KEYS[1], ARGV[1])
			  return 0
			end
			return redis.call('PTTL', KEYS[1])
			""");

	/** KEYS: probe. ARGV: instance. */
	static final byte[] PROBE_ENDED = script("""
			if redis.call('GET', KEYS[1]) == ARGV[1] then
			  return redis.call('DEL', KEYS[1])
			end
			return 0
			""");

	/** KEYS: out of each model. */
	static final byte[] OUTAGES = script("""
			local outages = {}
			for i, key in ipairs(KEYS) do
			  outages[i] = redis.call('GET', key)
			end
			return outages
			""");

	private FleetScripts() {
	}

	private static byte[] script(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
