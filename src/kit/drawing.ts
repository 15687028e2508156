import { targetsOf, type Step, type Workflow } from './workflow.ts'

export type Drawable = {
  /** Of its files, without what follows the dot. */
  readonly name: string
  readonly title: string
  readonly workflow: Workflow
  readonly beginnings: Readonly<Record<string, Step>>
  readonly stateLabels: Readonly<Record<string, string>>
  readonly roleLabels: Readonly<Record<string, string>>
}

const escape = (text: string) => text.replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`)

type Edge = { from: string; to: string; label: string }

function edgesOf({ workflow }: Drawable): Edge[] {
  return Object.entries(workflow).flatMap(([from, steps]) =>
    Object.values(steps).flatMap(step => targetsOf(step).map(to => ({ from, to, label: step.label }))),
  )
}

const [width, boxWidth, boxHeight, gap, top] = [1080, 190, 44, 46, 70]

/**
 * A workflow as SVG: states down the middle in the table's order; steps forward on the right, steps back on the left.
 * Plain and deterministic: the same table gives the same bytes.
 */
export function drawWorkflow(drawable: Drawable): string {
  const states = Object.keys(drawable.workflow)
  const edges = edgesOf(drawable)
  const x = (width - boxWidth) / 2
  const y = (state: string) => top + states.indexOf(state) * (boxHeight + gap)
  const height = top + states.length * (boxHeight + gap)
  const parts: string[] = []
  // Arcs leave a box at slots of their own, so that labels do not lie on each other.
  const slots = new Map<string, number>()
  for (const { from, to, label } of edges) {
    const [a, b] = [states.indexOf(from), states.indexOf(to)]
    if (b === a + 1) {
      const [y1, y2] = [y(from) + boxHeight, y(to)]
      const nth = slots.get(`d${a}`) ?? 0
      slots.set(`d${a}`, nth + 1)
      if (nth === 0) parts.push(`<path d="M${width / 2} ${y1}V${y2 - 2}" class="f" marker-end="url(#a)"/>`)
      parts.push(
        `<text x="${width / 2 + 8}" y="${y1 + gap / 2 + 4 + nth * 14}" class="l">${escape(label)}</text>`,
      )
      continue
    }
    const right = b > a
    const key = `${right ? 'r' : 'l'}`
    const n = slots.get(key) ?? 0
    slots.set(key, n + 1)
    const reach = 96 + (n % 12) * 24
    const [sx, dir] = right ? [x + boxWidth, 1] : [x, -1]
    // Lines that leave one box at the same side lie apart, each with its words beside the box.
    const nth = slots.get(`${key}${a}`) ?? 0
    slots.set(`${key}${a}`, nth + 1)
    const [y1, y2] = [y(from) + 13 + nth * 20, y(to) + boxHeight - 8 - (n % 5) * 6]
    const mx = sx + dir * reach
    parts.push(
      `<path d="M${sx} ${y1}H${mx}V${y2}H${sx + dir * 3}" class="${right ? 'f' : 'b'}" marker-end="url(#${right ? 'a' : 'r'})"/>`,
      `<text x="${sx + dir * 6}" y="${y1 - 4}" class="l o" text-anchor="${right ? 'start' : 'end'}">${escape(label)}</text>`,
    )
  }
  for (const [verb, step] of Object.entries(drawable.beginnings)) {
    const to = targetsOf(step)[0]!
    parts.push(
      `<path d="M${x - 150} ${y(to) + 10}H${x - 3}" class="f" marker-end="url(#a)"/>`,
      `<text x="${x - 150}" y="${y(to) + 6}" class="l">${escape(step.label)}（${escape(verb)}）</text>`,
    )
  }
  for (const state of states) {
    parts.push(
      `<rect x="${x}" y="${y(state)}" width="${boxWidth}" height="${boxHeight}" rx="4" class="s"/>`,
      `<text x="${width / 2}" y="${y(state) + 27}" class="n" text-anchor="middle">${escape(drawable.stateLabels[state] ?? state)}</text>`,
    )
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(drawable.title)}" font-family="'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif">
<style>.s{fill:#fff;stroke:#0f4c81;stroke-width:1.5}.n{font-size:16px;fill:#1b2733}.l{font-size:12px;fill:#4a5a68}.o{paint-order:stroke;stroke:#fff;stroke-width:4px}.f{fill:none;stroke:#0f4c81}.b{fill:none;stroke:#9aa7b3;stroke-dasharray:4 3}</style>
<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#0f4c81"/></marker><marker id="r" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#9aa7b3"/></marker></defs>
<rect width="100%" height="100%" fill="#fff"/>
<text x="24" y="36" font-size="20" fill="#1b2733">${escape(drawable.title)}</text>
${parts.join('\n')}
</svg>
`
}

/** The same table as a Markdown table: what each step needs and rests on. */
export function tableOfWorkflow(drawable: Drawable): string {
  const name = (state: string) => drawable.stateLabels[state] ?? state
  const row = (from: string, verb: string, step: Step) =>
    `| ${from} | ${step.label}（\`${verb}\`） | ${
      typeof step.to === 'string'
        ? name(step.to)
        : Object.entries(step.to)
            .map(([to, when]) => `${name(to)}（${when}）`)
            .join('<br>')
    } | ${step.by.map(r => drawable.roleLabels[r] ?? r).join('、')}${step.own ? '（本人）' : ''} | ${
      step.reason === 'required' ? '须写理由' : step.reason === 'optional' ? '可写意见' : ''
    } | ${step.notBy ? step.notBy.map(v => `\`${v}\``).join('、') : ''} | ${step.basis.join('<br>')} |`
  const rows = [
    ...Object.entries(drawable.beginnings).map(([verb, step]) => row('（开始）', verb, step)),
    ...Object.entries(drawable.workflow).flatMap(([state, steps]) =>
      Object.entries(steps).map(([verb, step]) => row(name(state), verb, step)),
    ),
  ]
  return `# ${drawable.title}

由流程表生成（\`npm run drawings\`），请不要手改。“四眼”一列：做过所列动作的人不得再办这一步。

![${drawable.title}](${drawable.name}.svg)

| 环节 | 动作 | 去向 | 谁办 | 意见 | 四眼 | 依据 |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`
}
