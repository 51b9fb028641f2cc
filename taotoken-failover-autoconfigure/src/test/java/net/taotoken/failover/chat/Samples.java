package net.taotoken.failover.chat;

/**
 * Requests and answers as they go over the wire.
 */
final class Samples {

	static final String REQUEST = """
			{"model":"claude-sonnet-4-6","messages":[
			{"role":"system","content":"Be brief."},
			{"role":"developer","content":[{"type":"text","text":"Use tools.","cache_control":{"type":"ephemeral"}}]},
			{"role":"user","name":"ann","content":[{"type":"text","text":"What is this?"},
			{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low","vendor":1}},
			{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},
			{"type":"file","file":{"file_id":"f-1"}}]},
			{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":
			{"name":"weather","arguments":"{\\"city\\": \\"Köln 🌧\\"}","thought_signature":"x"},"extra_content":{"google":{}}}]},
			{"role":"tool","tool_call_id":"call_1","content":""},
			{"role":"assistant","content":"It rains.","refusal":"no","reasoning_content":"Hm."}],
			"temperature":0.2,"top_p":1,"n":1,"stop":["END"],"max_tokens":100,"max_completion_tokens":200,
			"presence_penalty":0.1,"frequency_penalty":-0.5,"logit_bias":{"50256":-100,"7":0.25},"logprobs":true,
			"top_logprobs":2,"seed":-9007199254740993,
			"tools":[{"type":"function","function":{"name":"weather","description":"Tells the weather","strict":true,
			"parameters":{"type":"object","properties":{"city":{"type":"string","default":null}},"maximum":1e400}}},
			{"type":"function","function":{"name":"now","parameters":{}}},
			{"type":"web_search","web_search":{"depth":3}}],
			"tool_choice":{"type":"function","function":{"name":"weather"}},"parallel_tool_calls":false,
			"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","x":null}}},
			"reasoning_effort":"low","user":"u-1","stream":true,"stream_options":{"include_usage":true},
			"top_k":40,"thinking":{"type":"enabled","budget_tokens":2048},"metadata":null,
			"big":123456789012345678901234567890,"exact":0.1000000000000000055511151231257827,"huge":1e400,"list":[1,null,"a"],
			"extra":{"extra":1}}
			""";

	static final String OPENAI = """
			{"id":"chatcmpl-B9","object":"chat.completion","created":1741569952,"model":"gpt-4o-2024-08-06",
			"choices":[{"index":0,"message":{"role":"assistant","content":"Hello!","refusal":null,"annotations":[]},
			"logprobs":{"content":[{"token":"Hello","logprob":-0.31725305,"bytes":[72],"top_logprobs":[]}],"refusal":null},
			"finish_reason":"stop"},{"index":1,"message":{"role":"assistant","content":null,
			"tool_calls":[{"id":"call_a","type":"function","function":{"name":"f","arguments":"{"}}]},
			"logprobs":null,"finish_reason":"tool_calls"}],
			"usage":{"prompt_tokens":19,"completion_tokens":10,"total_tokens":29,"prompt_tokens_details":
			{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,
			"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"service_tier":"default",
			"system_fingerprint":"fp_50cad350e4"}
			""";

	static final String DEEPSEEK = """
			{"id":"930c60df","object":"chat.completion","created":1705651092,"model":"deepseek-reasoner",
			"choices":[{"index":0,"message":{"role":"assistant","content":"Hi","reasoning_content":"They greet."},
			"logprobs":null,"finish_reason":"stop"}],
			"usage":{"prompt_tokens":9,"completion_tokens":11,"total_tokens":20,"prompt_tokens_details":{"cached_tokens":0},
			"completion_tokens_details":{"reasoning_tokens":5},"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":9},
			"system_fingerprint":"fp_eb1c3a8b3f_prod0623_fp8_kvcache"}
			""";

	static final String ANTHROPIC_THROUGH_GATEWAY = """
			{"id":"msg_01X","model":"claude-sonnet-4-5-20250929","object":"chat.completion","created":1759140000,
			"choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"One, "},
			{"type":"text","text":"two","citations":[{"url":"https://example.com"}]}],
			"thinking_blocks":[{"type":"thinking","thinking":"…","signature":"Eq"}]},"finish_reason":"stop",
			"native_finish_reason":"end_turn"}],
			"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17,"prompt_tokens_details":
			{"cached_tokens":0,"text_tokens":0},"claude_cache_creation_5_m_tokens":0,"input_tokens":0,
			"input_tokens_details":null},"provider":"anthropic"}
			""";

	static final String VLLM = """
			{"id":"chatcmpl-1f","object":"chat.completion","created":1730000000,"model":"meta/llama-3-70b-instruct",
			"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":null,"content":"Yes.","tool_calls":[],
			"audio":null,"function_call":null},"logprobs":null,"finish_reason":"stop","stop_reason":128009,
			"token_ids":null}],
			"usage":{"prompt_tokens":15,"total_tokens":18,"completion_tokens":3,"prompt_tokens_details":null},
			"prompt_logprobs":null,"kv_transfer_params":null,"service_tier":null}
			""";

	static final String CHUNK = """
			{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1694268190,"model":"gpt-4o-mini",
			"system_fingerprint":"fp_44709d6fcb","service_tier":"flex","choices":[{"index":0,"delta":{"role":"assistant",
			"content":"","reasoning_content":"Hm","tool_calls":[{"index":0,"id":"call_1","type":"function","function":
			{"name":"f","arguments":"{\\"a"}}]},"logprobs":{"content":[]},"finish_reason":null}],
			"usage":{"prompt_tokens":1},"obfuscation":"kZ"}
			""";

	static final String LAST_CHUNK = """
			{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1694268190,"model":"gpt-4o-mini",
			"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
			""";

	static final String USAGE_CHUNK = """
			{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1694268190,"model":"gpt-4o-mini",
			"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}
			""";

	private Samples() {
	}

}
