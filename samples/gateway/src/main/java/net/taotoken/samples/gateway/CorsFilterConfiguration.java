package net.taotoken.samples.gateway;

import java.util.List;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * Lets the web pages of some origins ask. It comes before the keys are looked at, since a
 * browser asks without one whether it may ask.
 */
@Configuration(proxyBeanMethods = false)
class CorsFilterConfiguration {

	@Bean
	FilterRegistrationBean<CorsFilter> corsFilter(GatewayProperties properties) {
		List<String> origins = properties.cors().allowedOrigins();
		CorsConfiguration cors = new CorsConfiguration();
		cors.setAllowedOrigins(origins);
		cors.setAllowedMethods(List.of("GET", "POST"));
		cors.addAllowedHeader("*");
		cors.setExposedHeaders(
				List.of(Headers.MODEL, Headers.ENTRY, Headers.ATTEMPTS, Headers.FAILOVERS, HttpHeaders.RETRY_AFTER));
		UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
		source.registerCorsConfiguration("/v1/**", cors);
		FilterRegistrationBean<CorsFilter> registration = new FilterRegistrationBean<>(new CorsFilter(source));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
		registration.setEnabled(!origins.isEmpty());
		return registration;
	}

}
