// Drives the gateway with the official client, and prints what that made of the answers.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'none' });
const messages = [{ role: 'user', content: 'Why?' }];
const tools = [{ type: 'function', function: { name: 'weather', parameters: { type: 'object' } } }];

async function failure(action) {
	try {
		await action();
		return null;
	}
	catch (error) {
		return { isApiError: error instanceof OpenAI.APIError, name: error.constructor.name, status: error.status ?? null,
			code: error.code ?? null, message: error.message };
	}
}

const scenarios = {
	async blocking() {
		const { data, response } = await client.chat.completions.create({ model: 'blocking', messages }).withResponse();
		return { text: data.choices[0].message.content, model: data.model, served: response.headers.get('x-taotoken-model') };
	},
	async streaming() {
		const stream = await client.chat.completions.create({ model: 'streaming', messages, stream: true });
		let text = '';
		let chunks = 0;
		for await (const chunk of stream) {
			chunks++;
			text += chunk.choices[0].delta.content ?? '';
		}
		return { text, chunks };
	},
	async usage() {
		const stream = await client.chat.completions.create({ model: 'streaming', messages, stream: true,
			stream_options: { include_usage: true } });
		let usage = null;
		for await (const chunk of stream) {
			usage = chunk.usage ?? usage;
		}
		return usage;
	},
	async tools() {
		const first = await client.chat.completions.create({ model: 'tools', messages, tools });
		const call = first.choices[0].message.tool_calls[0];
		const second = await client.chat.completions.create({ model: 'tools', tools,
			messages: [...messages, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'rain' }] });
		return { name: call.function.name, city: JSON.parse(call.function.arguments).city,
			text: second.choices[0].message.content };
	},
	async streamedTools() {
		const completion = await client.chat.completions.stream({ model: 'streamed-tools', messages, tools })
			.finalChatCompletion();
		const call = completion.choices[0].message.tool_calls[0];
		return { name: call.function.name, city: JSON.parse(call.function.arguments).city };
	},
	async broken() {
		let text = '';
		const error = await failure(async () => {
			const stream = await client.chat.completions.create({ model: 'broken', messages, stream: true });
			for await (const chunk of stream) {
				text += chunk.choices[0].delta.content ?? '';
			}
		});
		return { text, error };
	},
	repaired: async () => {
		const stream = await client.chat.completions.create({ model: 'broken', messages, stream: true },
			{ headers: { 'x-taotoken-delivery': 'whole' } });
		let text = '';
		for await (const chunk of stream) {
			text += chunk.choices[0].delta.content ?? '';
		}
		return { text };
	},
	rateLimited: () => failure(() => client.chat.completions.create({ model: 'limited', messages })),
	invalid: () => failure(() => client.chat.completions.create({ model: 'invalid', messages })),
	notFound: () => failure(() => client.files.list()),
	async models() {
		const ids = [];
		for await (const model of client.models.list()) {
			ids.push(model.id);
		}
		return ids;
	},
};

const results = {};
for (const [name, scenario] of Object.entries(scenarios)) {
	try {
		results[name] = await scenario();
	}
	catch (error) {
		results[name] = { unexpected: String(error) };
	}
}
console.log(JSON.stringify(results));
