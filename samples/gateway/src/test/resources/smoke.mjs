// Asks the packed gateway once in one piece and once by stream, and prints who answered.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'gk-smoke' });
const request = { model: 'auto', messages: [{ role: 'user', content: 'Why?' }] };
const { data, response } = await client.chat.completions.create(request).withResponse();
let streamed = '';
for await (const chunk of await client.chat.completions.create({ ...request, stream: true })) {
	streamed += chunk.choices[0]?.delta?.content ?? '';
}
console.log(JSON.stringify({ text: data.choices[0].message.content, model: response.headers.get('x-taotoken-model'), streamed }));
