package net.taotoken.failover.benchmarks.startup;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Starts, tells after how many milliseconds, with how many classes and how many
 * milliseconds of CPU, and ends.
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
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		System.out.println("ready " + millis + " " + classes + " " + cpu / 1_000_000);
		Runtime.getRuntime().halt(0);
	}

}
