import { Day, Link, Mark } from '#portal/parts.tsx'
import type { ColumnState, Freshnesses } from '../freshness.ts'
import type { RecordBody } from '../model.ts'

/** 栏目更新 on the page of timeliness: when each column was renewed last, and within which term. Columns without a term are left out. */
export function ColumnTerms({ body, found }: { body: RecordBody; found: Freshnesses }) {
  const rows = found.columns.filter(c => c.dueOn !== null)
  if (rows.length === 0) return null
  // The terms that are written somewhere; the others are the house's own.
  const written = rows.filter(c => c.rule.mark === 'C')
  const sources = [...new Set(written.map(c => c.rule.source))].map(
    source => `${written.flatMap(c => (c.rule.source === source ? [c.label] : [])).join('、')}，${source}`,
  )
  const late = rows.filter(c => c.freshness === 'stale').length
  return (
    <section className="block" aria-labelledby="columns">
      <h2 id="columns" className="title-2">
        栏目更新
      </h2>
      <table className="register">
        <caption>
          各栏目最近更新的日期和应当更新的期限；{late === 0 ? '都在期限以内' : `超过期限的 ${late} 个`}
        </caption>
        <thead>
          <tr>
            <th scope="col">栏目</th>
            <th scope="col">最近更新</th>
            <th scope="col">期限</th>
            <th scope="col">最迟更新</th>
            <th scope="col">结果</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(c => (
            <tr key={c.column}>
              <td className="entry-title">
                <Link to={`/${body.slug}/list/${c.column}/`}>{c.label}</Link>
              </td>
              <td data-label="最近更新" className="nowrap">
                <Day day={c.newestOn} />
              </td>
              <td data-label="期限" className="nowrap">
                {c.rule.words}
              </td>
              <td data-label="最迟更新" className="nowrap">
                <Day day={c.dueOn!} />
              </td>
              <td data-label="结果" className="nowrap">
                <Result state={c} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint">期限的出处：{[...sources, '其余为本站执行的期限'].join('；')}。</p>
    </section>
  )
}

const Result = ({ state }: { state: ColumnState }) =>
  state.freshness === 'stale' ? (
    <Mark tone="bad">超期 {state.late} 天</Mark>
  ) : (
    <Mark tone="good">在期限以内</Mark>
  )
