/*
 * What the sample adds to the page of the endpoint: a box to ask models, and buttons that
 * break and mend them where they are simulated.
 */
(() => {
	'use strict';

	const { h, draw, callRow, hurry, isChinese, addPanel } = window.taotoken;

	const words = isChinese ? {
		ask: '提问', question: '天空为什么是蓝色的？', label: '问题', send: '提问', hint: '回答会逐字出现在这里，下面是它经过的每次尝试。',
		break: '弄坏与修好', empty: '用尽套餐', fill: '续上套餐', later: (n) => `${n} 秒后再试`,
		ok: '正常', 'rate-limit': '限流', overload: '过载', hang: '卡住', cut: '截断', vanish: '下线', quota: '欠费', 'used-up': '用尽',
	} : {
		ask: 'Ask', question: 'Why is the sky blue?', label: 'Question', send: 'Ask', hint: 'The answer appears here as it is written, and below it each attempt that it took.',
		break: 'Break and mend', empty: 'use up the plan', fill: 'renew the plan', later: (n) => `try again in ${n} s`,
		ok: 'ok', 'rate-limit': 'rate limit', overload: 'overload', hang: 'hang', cut: 'cut', vanish: 'vanish', quota: 'quota', 'used-up': 'used up',
	};
	const FAULTS = ['ok', 'rate-limit', 'overload', 'hang', 'cut', 'vanish', 'quota', 'used-up'];

	let simulated = null;
	let newest = 0;
	let asked = null;
	let text = '';
	let busy = false;

	async function ask(event) {
		event.preventDefault();
		const question = event.target.elements.question.value;
		asked = newest;
		text = '';
		busy = true;
		draw();
		hurry(20000);
		try {
			const response = await fetch(`ask/stream?q=${encodeURIComponent(question)}`);
			await (response.ok ? read(response.body) : fail(await response.json()));
		}
		catch (error) {
			text = `${text} … ${error.message}`;
		}
		busy = false;
		hurry(1500);
	}

	async function read(body) {
		const reader = body.pipeThrough(new TextDecoderStream()).getReader();
		for (let part = await reader.read(); !part.done; part = await reader.read()) {
			text += part.value;
			draw();
		}
	}

	function fail(problem) {
		text = [problem.title, problem.retryAfter && words.later(problem.retryAfter)].filter(Boolean).join(': ');
	}

	async function simulate(model, fault) {
		const response = await fetch(`simulate/${encodeURIComponent(model)}/${fault}`, { method: 'POST' });
		simulated = response.ok ? await response.json() : simulated;
		draw();
	}

	function askCard(calls) {
		newest = Math.max(newest, calls[0]?.id ?? 0);
		// the first call since the question was asked
		const call = asked !== null && calls.findLast((candidate) => candidate.id > asked);
		return h('section', { class: 'tt-card demo-ask', 'aria-labelledby': 'demo-ask' },
			h('header', {}, h('h2', { id: 'demo-ask' }, words.ask)),
			h('form', { onsubmit: ask }, h('input', { name: 'question', value: words.question, 'aria-label': words.label, autocomplete: 'off' }),
				h('button', { class: 'tt-main', disabled: busy }, words.send)),
			h('p', { class: `demo-answer${asked === null ? ' tt-note' : ''}`, 'aria-live': 'polite', 'aria-busy': String(busy) }, asked === null ? words.hint : text || '…'),
			call && h('ol', {}, callRow(call)));
	}

	const entryOf = (id) => id.includes('@') && id.slice(id.lastIndexOf('@') + 1);
	const faultsOf = (id) => FAULTS.filter((fault) => fault !== 'used-up' || entryOf(id));

	// where there are entries, one press empties or fills the account of one
	function entryRows() {
		const entries = new Set(Object.keys(simulated).map(entryOf).filter(Boolean));
		return [...entries].map((entry) => h('div', { class: 'demo-model', key: `@${entry}`, role: 'group', 'aria-label': entry },
			h('strong', {}, entry),
			h('div', { class: 'demo-faults' },
				h('button', { type: 'button', onclick: () => simulate(entry, 'used-up') }, words.empty),
				h('button', { type: 'button', onclick: () => simulate(entry, 'ok') }, words.fill))));
	}

	function breakCard() {
		return simulated && h('section', { class: 'tt-card', 'aria-labelledby': 'demo-break' },
			h('header', {}, h('h2', { id: 'demo-break' }, words.break)),
			entryRows(),
			Object.entries(simulated).map(([model, current]) => h('div', { class: 'demo-model', key: model, role: 'group', 'aria-label': model },
				h('span', {}, model),
				h('div', { class: 'demo-faults' }, faultsOf(model).map((fault) => h('button', {
					type: 'button', value: fault, 'aria-pressed': String(fault === current), onclick: () => simulate(model, fault),
				}, words[fault]))))));
	}

	addPanel((content) => h('div', { class: 'demo' }, askCard(content.calls), breakCard()));

	// with a key there is nothing to break
	fetch('simulate').then(async (response) => {
		simulated = response.ok ? await response.json() : null;
		draw();
	});
})();
