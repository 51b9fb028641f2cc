package net.taotoken.failover.test;

import java.net.URI;
import java.util.List;

import net.taotoken.failover.gateway.GatewayConnection;

/**
 * An entry of a {@link TaotokenServer}: an address of its own, with models that do what
 * they are told there. Safe for use by many threads.
 *
 * @since 0.1.0
 */
public final class ServerEntry implements GatewayConnection {

	private final String name;

	private final URI baseUrl;

	private final Scripts scripts;

	private final RequestLog log;

	ServerEntry(String name, URI baseUrl, Scripts scripts, RequestLog log) {
		this.name = name;
		this.baseUrl = baseUrl;
		this.scripts = scripts;
		this.log = log;
	}

	/**
	 * The script of a model at this entry.
	 * @param name the name of the model, without the entry
	 * @return its script
	 */
	public ModelScript model(String name) {
		return this.scripts.model(name);
	}

	/**
	 * The script of models that have none of their own at this entry. Without one, they
	 * do what {@link TaotokenServer#otherModels()} says.
	 * @return the script of the others
	 */
	public ModelScript otherModels() {
		return this.scripts.others();
	}

	/**
	 * The models that were asked at this entry.
	 * @return their names, in the order of the requests
	 */
	public List<String> asked() {
		return this.log.requests()
			.stream()
			.filter((request) -> this.name.equals(request.entry()))
			.map(ReceivedRequest::model)
			.toList();
	}

	/**
	 * The address of the entry.
	 * @return the base URL
	 */
	@Override
	public URI baseUrl() {
		return this.baseUrl;
	}

	/**
	 * A key that the entry takes, as any other.
	 * @return the key
	 */
	@Override
	public String apiKey() {
		return TaotokenServer.KEY;
	}

	@Override
	public String toString() {
		return "ServerEntry[" + this.name + " at " + this.baseUrl + "]";
	}

}
