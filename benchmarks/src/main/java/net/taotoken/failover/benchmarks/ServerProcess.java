package net.taotoken.failover.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A web application in a JVM of its own.
 *
 * @param process its process
 * @param port the port that it listens on
 */
record ServerProcess(Process process, int port) implements AutoCloseable {

	static ServerProcess start(List<String> command) throws IOException, InterruptedException {
		int port = freePort();
		List<String> all = new ArrayList<>();
		all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		all.addAll(Processes.OPTIONS);
		all.addAll(command);
		all.addAll(List.of("--server.port=" + port, "--spring.main.banner-mode=off", "--logging.level.root=error",
				"--spring.threads.virtual.enabled=true", "--server.tomcat.max-keep-alive-requests=-1"));
		Process process = new ProcessBuilder(all).inheritIO().start();
		while (!isListening(port)) {
			if (!process.isAlive()) {
				throw new IOException("a server did not start");
			}
			Thread.sleep(100);
		}
		return new ServerProcess(process, port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The CPU that the server has used so far, in nanoseconds.
	 */
	long cpu() {
		return this.process.toHandle().info().totalCpuDuration().orElseThrow().toNanos();
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
