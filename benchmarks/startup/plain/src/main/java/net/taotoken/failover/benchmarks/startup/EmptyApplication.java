package net.taotoken.failover.benchmarks.startup;

import java.lang.management.ManagementFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts, tells after how many milliseconds and with how many classes, and ends.
 */
@SpringBootApplication
public class EmptyApplication {

	/**
	 * Start and end.
	 * @param args arguments of the application
	 */
	public static void main(String[] args) {
		SpringApplication.run(EmptyApplication.class, args);
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		System.out.println("ready " + millis + " " + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
		Runtime.getRuntime().halt(0);
	}

}
