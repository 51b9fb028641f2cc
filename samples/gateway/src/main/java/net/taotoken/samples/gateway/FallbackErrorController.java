package net.taotoken.samples.gateway;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * Gives OpenAI's shape to the errors that come from Spring or the server: no such path,
 * no such method, a failure of our own. They tell their status and nothing else.
 */
@Controller
class FallbackErrorController implements ErrorController {

	@RequestMapping("${server.error.path:${error.path:/error}}")
	void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		HttpStatus status = (code instanceof Integer number) ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
		status = (status != null) ? status : HttpStatus.INTERNAL_SERVER_ERROR;
		Replies.error(response, OpenAiError.of(status, status.getReasonPhrase()));
	}

}
