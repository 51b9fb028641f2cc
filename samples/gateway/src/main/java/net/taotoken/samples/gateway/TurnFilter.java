package net.taotoken.samples.gateway;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.thread.Threading;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets every request wait for its turn. A virtual thread runs until it has to wait, and
 * Tomcat lets it go on with the next request of its connection where that is there
 * already. Under load, a few quick callers would keep the processors to themselves, and
 * all others would wait many times longer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnThreading(Threading.VIRTUAL)
class TurnFilter implements Filter {

	@Override
	@SuppressWarnings("ThreadPriorityCheck")
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Thread.yield();
		chain.doFilter(request, response);
	}

}
