package net.taotoken.failover.fault.rules;

import java.util.List;

import static net.taotoken.failover.fault.FaultKind.INVALID_REQUEST;
import static net.taotoken.failover.fault.FaultKind.INVALID_RESPONSE;
import static net.taotoken.failover.fault.FaultKind.OVERLOADED;
import static net.taotoken.failover.fault.FaultKind.SERVER_ERROR;
import static net.taotoken.failover.fault.FaultKind.TIMEOUT;
import static net.taotoken.failover.fault.FaultKind.UNREACHABLE;
import static net.taotoken.failover.fault.FaultScope.ACCOUNT;
import static net.taotoken.failover.fault.rules.Condition.codeLike;
import static net.taotoken.failover.fault.rules.Condition.message;
import static net.taotoken.failover.fault.rules.Condition.status;

/**
 * Phrases that tell of load, broken connections and wrong paths. Those that are common
 * words count only under a status that says little itself.
 */
final class OutageRules {

	private OutageRules() {
	}

	static List<FaultRule> rules() {
		Condition vague = status(200, 400, 500, 502, 503);
		return List.of(
				// what the gateway could not fetch for the request was named by the
				// request
				codeLike("^invalid(image|file|url|audio|base64|video)").and(status(400, 422)).then(INVALID_REQUEST),
				message("invalid url", "unknown (request )?url", "page not found", "no static resource", "cannot post ",
						"no route matched", "no handler found")
					.and(status(404, 405))
					.then(INVALID_REQUEST, ACCOUNT)
					.hint(FaultHints.BASE_URL),
				message("api not implemented").then(INVALID_REQUEST),
				message("connection (refused|reset|timed? ?out|closed|terminat|aborted|error|lost)", "no such host",
						"dial tcp", "\\beconn(refused|reset|aborted)", "\\benotfound\\b",
						"\\be(hostunreach|pipe|ai_again)\\b", "getaddrinfo", "name resolution", "socket hang up",
						"(read|write) tcp", "reset by peer", "(failed|unable|cannot|could not) (to )?connect",
						"closed (?:the )?connection", "failed to execute http", "\\beof\\b",
						"连接.{0,4}(失败|被拒绝|重置|断开|中断)", "upstream connect error", "tls handshake", "请求上游地址失败",
						"do request failed", "resp is nil", "broken pipe")
					.and(vague)
					.then(UNREACHABLE),
				message("overloaded", "capacity", "load_?shed", "temporarily unavailable",
						"provider is currently unavailable", "访问量过大", "繁忙", "\\bbusy\\b", "queue (is )?full",
						"heavy load", "high (load|demand|traffic)", "排队", "负载.{0,4}(过高|过大|高)", "请求过多", "过载", "暂不可用",
						"暂时不可用")
					.then(OVERLOADED),
				message("timed out", "timeout", "deadline exceeded", "响应超时", "请求超时").and(vague).then(TIMEOUT),
				message("empty response", "上游空响应", "返回空", "unmarshal", "unexpected end of json", "invalid character")
					.and(status(200, 500, 502, 503))
					.then(INVALID_RESPONSE),
				message("degraded", "cannot be invoked", "try again", "retry later", "稍后重试", "稍后再试",
						"upstream provider returned an error", "upstream request failed", "internal (server )?error",
						"had an error while processing", "内部错误", "系统错误", "服务器错误")
					.and(status(200, 400))
					.then(SERVER_ERROR));
	}

}
