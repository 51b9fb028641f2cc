package net.taotoken.failover.autoconfigure.binding;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Environment variables that tell where a service is. Kubernetes sets them in each pod,
 * for every service of the namespace, and Docker for linked containers; a service whose
 * name begins with {@code taotoken} makes them look like settings.
 */
public final class ServiceVariables {

	private static final String HOST = "_SERVICE_HOST";

	private static final String PORT = "_PORT";

	private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://\\S+:\\d+");

	private static final Pattern PORT_DETAIL = Pattern.compile(".+_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");

	private final Set<String> services = new HashSet<>();

	public ServiceVariables(Map<String, ?> environment) {
		for (Map.Entry<String, ?> variable : environment.entrySet()) {
			String name = variable.getKey();
			if (name.endsWith(HOST) && environment.containsKey(service(name, HOST) + "_SERVICE_PORT")) {
				this.services.add(service(name, HOST));
			}
			else if (name.endsWith(PORT) && ADDRESS.matcher(String.valueOf(variable.getValue())).matches()) {
				this.services.add(service(name, PORT));
			}
		}
	}

	private static String service(String variable, String suffix) {
		return variable.substring(0, variable.length() - suffix.length());
	}

	public boolean contain(String variable) {
		if (PORT_DETAIL.matcher(variable).matches()) {
			return true;
		}
		for (String service : this.services) {
			if (variable.startsWith(service + "_") && isDetail(variable.substring(service.length()))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isDetail(String suffix) {
		return suffix.equals(HOST) || suffix.equals(PORT) || suffix.equals("_SERVICE_PORT")
				|| suffix.startsWith("_SERVICE_PORT_") || suffix.equals("_NAME") || suffix.startsWith("_ENV_");
	}

}
