/*
 * The page of the actuator's endpoint "taotoken". It asks once a second for what there is
 * to show, draws it, and steers where the endpoint allows it. Nothing else is loaded.
 */
(() => {
	'use strict';

	const INTERVAL = 1000;
	const RETRY = 2000;
	const PATIENCE = 5000;

	// words

	const ENGLISH = {
		title: 'Taotoken failover',
		healthy: 'healthy', degraded: 'degraded', down: 'down',
		'cooling-down': 'cooling down', due: 'cool-down over, to be probed', probing: 'being probed', disabled: 'taken out',
		demoted: 'behind the others',
		models: 'Models', routes: 'Routes', calls: 'Calls', entries: 'Entries', console: 'Console', fleet: 'Fleet', changes: 'Changes',
		lastMinutes: 'last 5 minutes',
		seconds: (n) => `${n} s`,
		ago: (text) => `${text} ago`,
		answered: 'answered', noAttempts: 'not asked',
		outcome: (good, all) => `${good} of ${all} attempts answered in the last 5 minutes`,
		latency: (ms) => `answers took ${ms} on average lately`,
		noLatency: 'no answers lately',
		steer: 'Steer', steerModel: (id) => `Steer ${id}`, resetAll: 'Forget statistics',
		byStrategy: (strategy) => `by ${strategy}`, byHand: 'order by hand', resetOrder: 'Undo',
		resetOrderOf: (route) => `Give the route ${route} its own order back`,
		retries: (n) => `${n} retries left`,
		noCalls: 'No calls yet.', noChanges: 'Nothing was changed since the start.',
		time: 'time', took: 'took', underWay: 'under way', waiting: 'waiting', failed: 'no answer', broke: 'broke',
		callLine: (route) => `route ${route}`,
		stopped: (at) => `The application does not answer. What stands here is from ${at}. This page tries again by itself.`,
		locked: 'You may not see this any more. Sign in again, then reload this page.',
		restarted: 'The application was started anew: what it knew before is gone.',
		waitingForFirst: 'Waiting for the application …',
		framed: 'This page does not work inside another one.',
		cancel: 'Cancel',
		disable: 'Take it out', disableNote: 'No call asks it until it is put back, whatever the need.',
		'put-back': 'Put it back', 'put-backNote': 'Every call may ask it again.',
		'cool-down': 'Cool it down', 'cool-downNote': 'Calls pass it over for this time.', forTime: 'for',
		first: 'Put it first', firstNote: 'It comes first in the route, as long as it can answer.', inRoute: 'in the route',
		reset: 'Forget its statistics', resetNote: 'Successes, errors, latency and the last fault begin anew.',
		'reset-order': 'Give it its own order back', 'reset-orderNote': 'From now on the configuration holds again.',
		'reset-all': 'Forget all statistics', 'reset-allNote': 'Successes, errors, latency and last faults of all models begin anew.',
		lasts: 'This does not last: it holds in this instance only, and until it restarts at the latest. To keep it, write it into the configuration.',
		done: (what) => `Done: ${what}`,
		refused: 'You may not steer.', csrf: 'The application refused this (403). You may not steer, or it wants a CSRF token: see docs/steering.md.',
		by: (who) => `by ${who}`,
		'model-disabled': 'taken out', 'model-cooled-down': 'cooled down', 'model-put-back': 'put back',
		'statistics-reset': 'statistics forgotten', 'order-set': 'order set', 'order-reset': 'order undone',
		'configuration-reloaded': 'configuration reloaded', 'configuration-refused': 'configuration refused',
		allModels: 'all models', onlyOn: (kinds) => `only on ${kinds}`, balance: (n) => `balance ${n}`, low: 'low',
		ok: 'in step', failing: 'failing', becameState: (id, state) => `${id}: ${state}`,
		connected: 'connected', alone: 'alone: no Redis', news: (sent, received) => `${sent} sent, ${received} received`, seenHere: 'seen by this instance only',
		limitsLeft: 'left of its limits', inLine: (n) => `${n} waiting`,
	};

	const CHINESE = {
		title: 'Taotoken 故障切换',
		healthy: '健康', degraded: '部分退出', down: '不可用',
		'cooling-down': '冷却中', due: '冷却结束，等待试探', probing: '试探中', disabled: '已停用',
		demoted: '排在其他之后',
		models: '模型', routes: '路由', calls: '调用', entries: '入口', console: '控制台', fleet: '集群', changes: '变更',
		lastMinutes: '最近 5 分钟',
		seconds: (n) => `${n} 秒`,
		ago: (text) => `${text}前`,
		answered: '已回答', noAttempts: '未被请求',
		outcome: (good, all) => `最近 5 分钟 ${all} 次尝试中 ${good} 次得到回答`,
		latency: (ms) => `近期回答平均耗时 ${ms}`,
		noLatency: '近期没有回答',
		steer: '操作', steerModel: (id) => `操作 ${id}`, resetAll: '清空统计',
		byStrategy: (strategy) => `策略 ${strategy}`, byHand: '手动顺序', resetOrder: '撤销',
		resetOrderOf: (route) => `恢复路由 ${route} 自己的顺序`,
		retries: (n) => `剩余重试 ${n}`,
		noCalls: '还没有调用。', noChanges: '启动以来没有变更。',
		time: '时间', took: '耗时', underWay: '进行中', waiting: '等待中', failed: '没有回答', broke: '中断',
		callLine: (route) => `路由 ${route}`,
		stopped: (at) => `应用没有响应。以下内容截至 ${at}。本页会自动重试。`,
		locked: '您已无权查看。请重新登录，然后刷新本页。',
		restarted: '应用已重新启动：之前的记录已清空。',
		waitingForFirst: '正在等待应用……',
		framed: '本页不能嵌入其他页面。',
		cancel: '取消',
		disable: '停用', disableNote: '放回之前，任何调用都不会再问它。',
		'put-back': '放回', 'put-backNote': '所有调用都可再问它。',
		'cool-down': '冷却', 'cool-downNote': '这段时间内调用会跳过它。', forTime: '时长',
		first: '排到最前', firstNote: '只要它能回答，就在路由中排第一。', inRoute: '路由',
		reset: '清空它的统计', resetNote: '成功、错误、延迟和最近的故障重新计起。',
		'reset-order': '恢复自己的顺序', 'reset-orderNote': '从现在起重新以配置为准。',
		'reset-all': '清空全部统计', 'reset-allNote': '所有模型的成功、错误、延迟和最近的故障重新计起。',
		lasts: '这不会持久：只对本实例有效，最迟到重启为止。要长期生效，请写入配置。',
		done: (what) => `已完成：${what}`,
		refused: '您无权操作。', csrf: '应用拒绝了此操作（403）。您无权操作，或需要 CSRF 令牌：见 docs/steering.zh-CN.md。',
		by: (who) => `操作者 ${who}`,
		'model-disabled': '已停用', 'model-cooled-down': '已冷却', 'model-put-back': '已放回',
		'statistics-reset': '统计已清空', 'order-set': '顺序已设定', 'order-reset': '顺序已恢复',
		'configuration-reloaded': '配置已重新加载', 'configuration-refused': '配置被拒绝',
		allModels: '所有模型', onlyOn: (kinds) => `仅用于 ${kinds}`, balance: (n) => `余额 ${n}`, low: '偏低',
		ok: '同步正常', failing: '同步失败', becameState: (id, state) => `${id}：${state}`,
		connected: '已连接', alone: '单独运行：Redis 不可用', news: (sent, received) => `发出 ${sent}，收到 ${received}`, seenHere: '只有本实例看到',
		limitsLeft: '限额剩余', inLine: (n) => `${n} 个在等待`,
		// kinds of fault
		'rate-limited': '限流', overloaded: '过载', 'server-error': '服务端错误', unreachable: '无法连接', timeout: '超时',
		'invalid-response': '无效回答', 'model-unavailable': '模型不可用', 'quota-exhausted': '额度用尽', authentication: '密钥被拒',
		'context-length-exceeded': '提示词过长', unsupported: '不支持', 'content-rejected': '内容被拒', 'invalid-request': '请求有误',
		cancelled: '已取消', unknown: '未知',
	};

	// what the endpoint says in English sentences
	const SENTENCES = [
		[/^number (\d+) of the list/, '列表第 $1 位'],
		[/^score (\S+?)(?=,|$)/, '得分 $1'],
		[/^latency (\S+?)(?=,|$)/, '延迟 $1'],
		[/^no recent answer, so that its latency is to be found out/, '近期没有回答，延迟待测'],
		[/^no known price/, '价格未知'],
		[/^price (\S+) in, (\S+) out/, '价格：输入 $1，输出 $2'],
		[/^weight (\S+), drawn anew by each call/, '权重 $1，每次调用重新抽取'],
		[/, but behind the others: /, '，但排在其他之后：'],
		[/^disabled by hand$/, '已手动停用'],
		[/^cooling down for (\d+)s/, '冷却中，还剩 $1 秒'],
		[/^one call is finding out whether it is back/, '有一次调用正在试探它是否恢复'],
		[/^until a call or a model fails with /, '直到有调用或模型出现 '],
		[/, after /, '，起因：'],
	];

	const isChinese = /^zh\b/i.test(navigator.language || '');
	const words = isChinese ? CHINESE : ENGLISH;
	const word = (key) => words[key] ?? key;
	const sentence = (text) => !isChinese || !text ? text
		: SENTENCES.reduce((result, [from, to]) => result.replace(from, to), text);

	// a document that is changed only where it differs, so that focus and selection stay

	const SVG = 'http://www.w3.org/2000/svg';
	const SVG_TAGS = new Set(['svg', 'rect', 'polyline', 'title']);

	const present = (nodes) => nodes.flat(2).filter((node) => node !== null && node !== undefined && node !== false);

	const h = (tag, props, ...children) => ({ tag, props: props || {}, children: present(children) });

	function create(node) {
		if (typeof node !== 'object') {
			return document.createTextNode(node);
		}
		const element = SVG_TAGS.has(node.tag) ? document.createElementNS(SVG, node.tag) : document.createElement(node.tag);
		element.props = {};
		update(element, node);
		return element;
	}

	function update(element, node) {
		for (const name of Object.keys({ ...element.props, ...node.props })) {
			const value = node.props[name];
			if (name === 'style') {
				Object.entries(value || {}).forEach(([property, text]) => element.style.setProperty(property, text));
			}
			else if (name.startsWith('on')) {
				element[name] = value ?? null;
			}
			else if (name !== 'key' && value !== element.props[name]) {
				if (value === undefined || value === null || value === false) {
					element.removeAttribute(name);
				}
				else {
					element.setAttribute(name, value === true ? '' : value);
				}
			}
		}
		element.props = node.props;
		patch(element, node.children);
	}

	function fits(element, node) {
		return typeof node !== 'object' ? element.nodeType === Node.TEXT_NODE
			: element.nodeType === Node.ELEMENT_NODE && element.localName === node.tag && element.props?.key === node.props.key;
	}

	function patch(parent, nodes) {
		let place = parent.firstChild;
		for (const node of present(nodes)) {
			let match = place;
			while (match && !fits(match, node)) {
				match = (typeof node === 'object' && node.props.key !== undefined) ? match.nextSibling : null;
			}
			if (!match) {
				parent.insertBefore(create(node), place);
				continue;
			}
			if (match !== place) {
				parent.insertBefore(match, place);
			}
			else {
				place = place.nextSibling;
			}
			if (typeof node === 'object') {
				update(match, node);
			}
			else if (match.data !== String(node)) {
				match.data = node;
			}
		}
		while (place) {
			const next = place.nextSibling;
			place.remove();
			place = next;
		}
	}

	// numbers and times

	const milliseconds = (ms) => ms < 1000 ? `${Math.round(ms)} ms` : ms < 10000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
	const clock = (time) => new Date(time).toLocaleTimeString(document.documentElement.lang, { hour12: false });
	const span = (ms) => {
		const seconds = Math.max(0, Math.ceil(ms / 1000));
		return seconds < 100 ? words.seconds(seconds) : seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
	};
	const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
	const faultText = (fault) => [word(fault.kind), fault.status].filter(Boolean).join(' ');

	// what is known

	const root = document.getElementById('taotoken');
	const endpoint = root.dataset.endpoint;
	const dialogs = root.appendChild(document.createElement('div'));
	const live = root.appendChild(h_live());
	const page = root.appendChild(document.createElement('div'));
	const panels = [];

	let content = null;
	let version = null;
	let clockOffset = 0;
	let seenAt = null;
	let trouble = null;
	let notice = null;
	let hurryUntil = 0;
	let timer = null;
	let states = {};

	function h_live() {
		const element = document.createElement('p');
		element.className = 'visually-hidden';
		element.setAttribute('role', 'status');
		return element;
	}

	const now = () => Date.now() + clockOffset;

	function tell(text) {
		live.textContent = text;
	}

	// asking

	function request(path, options) {
		return fetch(`${endpoint}/${path}`, {
			cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(PATIENCE), ...options,
			headers: { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...options?.headers },
		});
	}

	async function ask() {
		try {
			const response = await request(`live${version ? `?known=${version}` : ''}`);
			if (response.status === 200) {
				take(await response.json());
			}
			if (response.ok) {
				seenAt = Date.now();
				trouble = null;
			}
			else {
				trouble = response.type === 'opaqueredirect' || [401, 403].includes(response.status) ? 'locked' : 'stopped';
			}
		}
		catch {
			trouble = 'stopped';
		}
		draw();
		again(trouble ? RETRY : Date.now() < hurryUntil ? INTERVAL / 4 : INTERVAL);
	}

	function again(delay) {
		clearTimeout(timer);
		timer = setTimeout(() => document.hidden ? again(INTERVAL) : ask(), delay);
	}

	function take(answer) {
		const instance = (text) => text?.split('-')[0];
		if (version && instance(version) !== instance(answer.version)) {
			say(words.restarted);
		}
		version = answer.version;
		clockOffset = answer.now - Date.now();
		content = answer.content;
		const changed = Object.entries(content.models)
			.filter(([id, model]) => states[id] && states[id] !== model.state)
			.map(([id, model]) => words.becameState(id, word(model.state)));
		states = Object.fromEntries(Object.entries(content.models).map(([id, model]) => [id, model.state]));
		if (changed.length) {
			tell(changed.join(', '));
		}
	}

	function say(text) {
		notice = { text, until: Date.now() + 6000 };
		tell(text);
	}

	/** Ask four times a second for a while, as while something is going on. */
	function hurry(duration) {
		hurryUntil = Date.now() + duration;
		again(0);
	}

	// drawing

	function draw() {
		patch(page, [h('div', { class: `tt-page${trouble ? ' tt-stale' : ''}` }, header(), banner(), content && panels.map((panel) => panel(content)), content && columns())]);
	}

	function health() {
		const isOut = (id) => content.models[id]?.state === 'disabled' || (content.models[id]?.state === 'cooling-down' && content.models[id].cooldownRemaining);
		const routes = Object.values(content.routes).map((route) => route.order);
		return routes.some((order) => order.every(isOut)) ? 'down' : routes.flat().some(isOut) ? 'degraded' : 'healthy';
	}

	function header() {
		return h('header', { class: 'tt-head' },
			h('h1', {}, words.title),
			content && stateOf(health()),
			content && h('span', { class: 'tt-where' }, content.configuration.baseUrl),
			h('span', { class: 'tt-clock' }, seenAt ? clock(seenAt) : ''));
	}

	const stateOf = (state, name = state) => h('span', { class: `tt-state tt-${state}` }, word(name));

	function banner() {
		if (trouble) {
			const text = trouble === 'locked' ? words.locked : seenAt ? words.stopped(clock(seenAt)) : words.waitingForFirst;
			return h('p', { class: 'tt-banner', role: 'alert', key: 'trouble' }, text);
		}
		return notice && notice.until > Date.now() && h('p', { class: 'tt-banner tt-told', key: 'notice' }, notice.text);
	}

	function columns() {
		return h('div', { class: 'tt-columns' },
			h('div', { class: 'tt-column' }, models(), calls()),
			h('div', { class: 'tt-column' }, routes(), entries(), fleet(), sources(), changes()));
	}

	function card(key, note, ...children) {
		return h('section', { class: 'tt-card', key, 'aria-labelledby': `tt-${key}` },
			h('header', {}, h('h2', { id: `tt-${key}` }, word(key)), note && h('span', { class: 'tt-note' }, note)), ...children);
	}

	function models() {
		return card('models', [words.lastMinutes, content.steering && [' · ', h('button', {
			class: 'tt-act', onclick: () => steer(words.models, 'models', [{ name: 'reset-all', action: 'reset' }]),
		}, words.resetAll)]], h('ul', {}, Object.entries(content.models).map(([id, model]) => modelRow(id, model))));
	}

	function modelRow(id, model) {
		const history = content.history[id];
		return h('li', { class: 'tt-model', key: id },
			h('div', {},
				h('p', { class: 'tt-name' }, id),
				h('p', { class: 'tt-facts' }, stateOf(model.state, model.state === 'cooling-down' && !model.cooldownUntil ? 'due' : model.state),
					model.cooldownUntil && h('span', {}, span(Date.parse(model.cooldownUntil) - now())),
					model.demotedBecause && h('span', { class: 'tt-state tt-degraded', title: model.demotedBecause }, words.demoted),
					model.lastFault && h('span', { class: 'tt-note', title: model.lastFault.hint || model.lastFault.code },
						`${faultText(model.lastFault)} · ${words.ago(span(now() - Date.parse(model.lastFaultAt)))}`),
					model.limits && h('span', { class: 'tt-note', title: words.limitsLeft }, limitsLeft(model.limits))),
				model.cooldownUntil && rundown(model)),
			outcomes(history), latencies(history),
			content.steering ? h('button', { 'aria-label': words.steerModel(id), onclick: () => steerModel(id) }, words.steer) : h('span', {}));
	}

	function limitsLeft(limits) {
		const left = ['rpm', 'tpm', 'concurrent'].filter((name) => name in limits).map((name) => `${name} ${limits[`${name}Left`]}/${limits[name]}`);
		return [...left, limits.waiting > 0 && words.inLine(limits.waiting)].filter(Boolean).join(' · ');
	}

	function rundown(model) {
		const until = Date.parse(model.cooldownUntil);
		const whole = until - Date.parse(model.lastFaultAt || 0);
		const left = until - now();
		const share = whole > left && whole < 86400000 ? left / whole : 1;
		return h('div', { class: 'tt-rundown', 'aria-hidden': 'true' }, h('i', { style: { width: `${Math.max(0, share * 100)}%` } }));
	}

	function chart(label, shapes, value, note) {
		return h('div', { class: 'tt-chart' },
			h('svg', { viewBox: '0 0 120 30', preserveAspectRatio: 'none', role: 'img', 'aria-label': label }, h('title', {}, label), shapes),
			h('span', { class: 'tt-value', 'aria-hidden': 'true' }, value, h('small', {}, note)));
	}

	function outcomes(history) {
		const good = sum(history.answered);
		const all = good + sum(history.failed);
		const most = Math.max(4, ...history.answered.map((count, slot) => count + history.failed[slot]));
		const bar = (slot, from, count, name) => count > 0 && h('rect', {
			class: name, x: slot * 2, width: 1.5, y: 30 - 28 * (from + count) / most, height: 28 * count / most,
		});
		const bars = history.answered.map((count, slot) => [bar(slot, 0, count, 'tt-bar-good'), bar(slot, count, history.failed[slot], 'tt-bar-bad')]);
		return chart(words.outcome(good, all), bars, all ? `${Math.floor(100 * good / all)} %` : '–', all ? `${good}/${all}` : words.noAttempts);
	}

	function latencies(history) {
		const known = history.millis.filter((ms) => ms !== null);
		const most = Math.max(1, ...known);
		const lines = [];
		let last = null;
		history.millis.forEach((ms, slot) => {
			if (ms === null) {
				return;
			}
			// slots without an answer in between are bridged, unless they are many
			if (last === null || slot - last > 6) {
				lines.push([`${slot * 2},${29 - 26 * ms / most}`]);
			}
			lines[lines.length - 1].push(`${slot * 2 + 1},${29 - 26 * ms / most}`);
			last = slot;
		});
		const mean = known.length ? milliseconds(known[known.length - 1]) : null;
		return chart(mean ? words.latency(mean) : words.noLatency,
			lines.map((points) => h('polyline', { class: 'tt-line', points: points.join(' '), 'vector-effect': 'non-scaling-stroke' })),
			mean || '–', mean ? `≤ ${milliseconds(most)}` : '\u00a0');
	}

	// calls: time on a scale on which milliseconds and minutes can both be read

	const scale = (ms, longest) => Math.log1p(ms / 40) / Math.log1p(longest / 40);

	function calls() {
		const longest = Math.max(1000, ...content.calls.map((call) => call.millis));
		const ticks = [0, 100, 1000, 10000, 60000].filter((ms) => ms === 0 || scale(ms, longest) < 0.96);
		return card('calls', null, content.calls.length === 0 ? h('p', { class: 'tt-empty' }, words.noCalls) : [
			h('div', { class: 'tt-axis', 'aria-hidden': 'true' }, h('span', {}, words.time),
				h('div', { class: 'tt-ticks' }, ticks.map((ms) => h('span', { style: { left: `${scale(ms, longest) * 100}%` } }, ms === 0 ? '0' : milliseconds(ms).replace('.0', '')))),
				h('span', {}), h('span', { class: 'tt-total' }, words.took)),
			h('ol', { class: 'tt-scroll', tabindex: '0', 'aria-label': words.calls }, content.calls.map((call) => callRow(call, longest))),
		]);
	}

	const tone = (attempt) => attempt.state === 'under-way' ? 'tt-busy' : !attempt.fault ? 'tt-good' : attempt.fault.kind === 'cancelled' ? 'tt-given-up' : 'tt-bad';

	function callRow(call, longest = Math.max(1000, call.millis)) {
		const at = (ms) => `${scale(ms, longest) * 100}%`;
		return h('li', { class: 'tt-call', key: call.id },
			h('time', { datetime: call.at, title: words.callLine(call.route) }, clock(Date.parse(call.at))),
			h('div', { class: 'tt-track', 'aria-hidden': 'true' }, call.attempts.map((attempt) => h('i', {
				class: tone(attempt),
				style: { left: at(attempt.after), width: `calc(${at(attempt.after + attempt.millis)} - ${at(attempt.after)})` },
			}))),
			h('ol', { class: 'tt-chain' },
				call.attempts.map((attempt) => link(attempt, call.attempts.length > 1 || call.state === 'under-way')),
				call.state === 'failed' && h('li', { class: 'tt-bad' }, words.failed),
				call.state === 'under-way' && !call.attempts.some((attempt) => attempt.state) && h('li', { class: 'tt-busy' }, words.waiting)),
			h('span', { class: 'tt-total' }, milliseconds(call.millis)));
	}

	function link(attempt, timed) {
		const result = attempt.state === 'under-way' ? h('span', { class: 'tt-busy' }, words.underWay)
			: attempt.fault ? h('span', { class: tone(attempt), title: attempt.fault.hint || attempt.fault.code }, faultText(attempt.fault))
				: h('span', { class: 'tt-good' }, words.answered);
		return h('li', {}, attempt.model, ' ', result, timed && ' ', timed && h('span', { class: 'tt-muted' }, milliseconds(attempt.millis)));
	}

	// the narrow column

	function routes() {
		return card('routes', null, h('div', {}, Object.entries(content.routes).map(([name, route]) => h('section', { class: 'tt-route', key: name },
			h('header', {}, h('h3', {}, name),
				h('span', { class: 'tt-note' }, route.orderedBy === 'hand' ? words.byHand : words.byStrategy(route.orderedBy), ' · ', words.retries(route.retriesLeft)),
				content.steering && route.orderedBy === 'hand' && h('button', {
					class: 'tt-act', 'aria-label': words.resetOrderOf(name),
					onclick: () => steer(name, `routes/${segments(name)}`, [{ name: 'reset-order', action: 'reset-order' }]),
				}, words.resetOrder)),
			h('ol', {}, route.why.map((line) => h('li', {}, h('span', { class: line.passedOver ? 'tt-out' : null }, line.model,
				h('span', { class: 'tt-note' }, [sentence(line.because), sentence(line.passedOver)].filter(Boolean).join(isChinese ? '；' : '; '))))))))));
	}

	function entries() {
		const known = content.configuration.entries;
		return known && card('entries', null, h('div', {}, Object.entries(known).map(([name, entry]) => {
			const ids = Object.keys(content.models).filter((id) => id.endsWith(`@${name}`));
			const out = ids.filter((id) => content.models[id].state !== 'healthy').length;
			return h('section', { class: 'tt-entry', key: name },
				h('header', {}, h('h3', {}, name), stateOf(out === 0 ? 'healthy' : out === ids.length ? 'down' : 'degraded'),
					h('span', { class: 'tt-note' }, `${ids.length - out}/${ids.length}`)),
				h('p', { class: 'tt-note' }, [entry.baseUrl, entry.onlyOn && words.onlyOn(entry.onlyOn.map(word).join(', '))].filter(Boolean).join(' · ')));
		})));
	}

	function fleet() {
		const known = content.fleet;
		return known && card('fleet', known.namespace, h('ul', { class: 'tt-log' },
			h('li', {}, h('span', { class: `tt-state ${known.state === 'alone' ? 'tt-degraded' : ''}` }, word(known.state)),
				h('span', { class: 'tt-note' }, [known.instance, words.news(known.sent, known.received), known.lag].filter(Boolean).join(' · '))),
			Object.entries(known.reports || {}).map(([model, report]) => h('li', { key: model }, model,
				h('span', { class: 'tt-note' }, [word(report.kind), report.by, report.remaining].filter(Boolean).join(' · ')))),
			Object.entries(known.untold || {}).map(([model, report]) => h('li', { key: `untold ${model}` }, model,
				h('span', { class: 'tt-note' }, [word(report.kind), words.seenHere, report.remaining].filter(Boolean).join(' · '))))));
	}

	function sources() {
		return content.console && card('console', null, h('ul', { class: 'tt-log' }, Object.entries(content.console).map(([name, source]) =>
			h('li', { key: name }, name, ' ', h('span', { class: `tt-state ${source.state === 'failing' ? 'tt-down' : ''}` }, source.state === 'waiting' ? words.waiting : word(source.state)),
				h('span', { class: 'tt-note' }, [source.balance !== undefined && words.balance(source.balance), source.balanceLow && words.low,
					source.lastSync && words.ago(span(now() - Date.parse(source.lastSync))), source.problem].filter(Boolean).join(' · '))))));
	}

	function changes() {
		return card('changes', null, content.changes.length === 0 ? h('p', { class: 'tt-empty' }, words.noChanges)
			: h('ol', { class: 'tt-log tt-changes' }, content.changes.slice(0, 12).map((change) => h('li', {},
				`${change.target === 'models' ? words.allModels : change.target}: ${word(change.change)}`,
				h('span', { class: 'tt-note', title: change.detail }, [change.by && words.by(change.by), clock(Date.parse(change.at))].filter(Boolean).join(' · '))))));
	}

	// steering

	const segments = (id) => id.split('/').map(encodeURIComponent).join('/');

	function steerModel(id) {
		const isOut = content.models[id].state !== 'healthy';
		const routes = Object.keys(content.routes).filter((name) => content.routes[name].order.includes(id));
		steer(id, `models/${segments(id)}`, [
			isOut && { name: 'put-back', action: 'put-back' },
			content.models[id].state !== 'disabled' && { name: 'disable', action: 'disable' },
			{ name: 'cool-down', action: 'cool-down', choice: { label: words.forTime, field: 'duration', values: ['1m', '5m', '10m', '30m', '1h'], chosen: '10m' } },
			routes.length > 0 && { name: 'first', order: id, choice: { label: words.inRoute, values: routes, route: true } },
			{ name: 'reset', action: 'reset' },
		].filter(Boolean));
	}

	function steer(title, path, actions) {
		const opener = document.activeElement;
		const dialog = dialogs.appendChild(document.createElement('dialog'));
		let chosen = actions[0];
		let error = null;
		let busy = false;
		const render = () => patch(dialog, [
			h('h2', { id: 'tt-dialog' }, title),
			h('fieldset', {}, h('legend', { class: 'visually-hidden' }, title), actions.map((action) => h('label', {},
				h('input', { type: 'radio', name: 'tt-action', value: action.name, checked: action === chosen, onchange: () => choose(action) }),
				h('span', {}, word(action.name), action.choice && [' ', h('select', {
					'aria-label': `${word(action.name)} ${action.choice.label}`, 'data-choice': action.name, onchange: () => choose(action),
				}, action.choice.values.map((value) => h('option', { selected: value === action.choice.chosen }, value)))]),
				h('span', { class: 'tt-note' }, word(`${action.name}Note`))))),
			h('p', { class: 'tt-lasts' }, words.lasts),
			error && h('p', { class: 'tt-error', role: 'alert' }, error),
			h('footer', {}, h('button', { type: 'button', onclick: () => dialog.close() }, words.cancel),
				h('button', { type: 'button', class: 'tt-main', disabled: busy, onclick: confirm }, word(chosen.name))),
		]);
		const choose = (action) => {
			chosen = action;
			dialog.querySelector(`input[value="${action.name}"]`).checked = true;
			render();
		};
		const confirm = async () => {
			busy = true;
			render();
			error = await post(path, chosen, dialog.querySelector(`select[data-choice="${chosen.name}"]`)?.value);
			busy = false;
			if (error) {
				render();
				return;
			}
			dialog.close();
			say(words.done(`${title}: ${word(chosen.name)}`));
			hurry(1000);
		};
		dialog.setAttribute('aria-labelledby', 'tt-dialog');
		dialog.addEventListener('close', () => {
			dialog.remove();
			opener?.focus();
		});
		render();
		dialog.showModal();
	}

	/** What is wrong, or null. */
	async function post(path, action, choice) {
		const target = action.choice?.route ? `routes/${segments(choice)}` : path;
		const body = { action: action.action, order: action.order };
		if (action.choice?.field) {
			body[action.choice.field] = choice;
		}
		const headers = { 'Content-Type': 'application/json' };
		// where Spring Security gives the token to scripts by its cookie
		const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/);
		if (token) {
			headers['X-XSRF-TOKEN'] = decodeURIComponent(token[1]);
		}
		try {
			const response = await request(target, { method: 'POST', headers, body: JSON.stringify(body) });
			if (response.ok) {
				return null;
			}
			if (response.status === 403) {
				return words.csrf;
			}
			return response.type === 'opaqueredirect' || response.status === 401 ? words.locked
				: response.status === 405 ? words.refused : (await response.json()).error || `HTTP ${response.status}`;
		}
		catch {
			return words.stopped(clock(seenAt));
		}
	}

	// the beginning

	document.documentElement.lang = isChinese ? 'zh-CN' : 'en';
	document.title = words.title;
	if (window.top !== window.self) {
		// else another site could lay this page under what its visitors press
		page.textContent = words.framed;
		return;
	}
	document.addEventListener('visibilitychange', () => document.hidden || again(0));
	setInterval(() => content && draw(), INTERVAL);
	// for pages that put something of their own above, such as a sample's
	window.taotoken = { h, draw, callRow, hurry, isChinese, addPanel: (panel) => panels.push(panel) };
	draw();
	ask();
})();
