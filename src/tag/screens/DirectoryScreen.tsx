import { Button } from 'antd'
import { useGo } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet } from '#console/query.ts'
import type { DirectoryView } from '../views.ts'
import { TermLists } from './TermList.tsx'

/** 标签目录: what holds in one's own body, and the versions it came from. */
export default function DirectoryScreen() {
  const { data, error, loading, reload } = useGet<DirectoryView>('/api/tags', { fresh: 0 })
  if (loading)
    return (
      <Page title="标签目录">
        <Loading rows={8} />
      </Page>
    )
  if (error || !data)
    return (
      <Page title="标签目录">
        <Failed error={error} retry={() => void reload()} />
      </Page>
    )
  return (
    <Page
      title="标签目录"
      lead="起草和发布时按这份目录标引，公众按它查找、订阅。上级机关的标签在下级一样使用；下级可以加本地标签。"
      actions={
        data.terms.length > 0 ? (
          <a className="as-button" href={`/${data.body.slug}/tags.html`} target="_blank" rel="noreferrer">
            公众看到的目录
          </a>
        ) : undefined
      }
    >
      <Standing view={data} />
      {data.terms.length === 0 ? (
        <Empty title="还没有标签目录">
          <p>批准第一版以前，公文不需要标引。</p>
        </Empty>
      ) : (
        <section aria-labelledby="terms-now">
          <h2 id="terms-now">现行的标签（{data.terms.filter(t => t.replacedBy === null).length} 个）</h2>
          <p className="tag-rule">
            必须标引：{data.ruleText}
            {data.ruleOf && data.ruleOf !== data.body.name ? `（${data.ruleOf}规定）` : ''}。
            <Clause id="上海/一(一)" />
          </p>
          <TermLists terms={data.terms} all={data.terms} today={data.today} />
        </section>
      )}
      {data.versions.length > 0 ? (
        <section className="versions" aria-labelledby="thesaurus-versions">
          <h2 id="thesaurus-versions">本机关的各版</h2>
          <ul className="plain-list">
            {data.versions.map(one => (
              <li key={one.id}>
                <div>
                  <p>
                    <span className="state-word">{one.stateLabel}</span>
                    <To href={`/tags/${one.id}`}>第{one.number}版</To>
                  </p>
                  <p className="quiet">
                    {one.drafter}起草{one.approver ? `，${one.approver}批准` : ''}　{one.changedAt}　共
                    {one.terms}个
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Page>
  )
}

/** Which version holds, which is on its way, and how to begin one. */
function Standing({ view }: { view: DirectoryView }) {
  const go = useGo()
  const doing = useDoing()
  async function begin(from: 'empty' | 'starter') {
    const done = await doing.run<{ subject: number }>('POST', '/api/tags', { body: view.body.id, from })
    if (done) go(`/tags/${done.subject}`)
  }
  return (
    <section className="tag-standing" aria-label="版本">
      <p>
        {view.number === null
          ? `${view.body.name}还没有自己的标签目录${view.terms.length > 0 ? '，现在用上级的' : ''}。`
          : `${view.body.name}现行第${view.number}版，${view.since}起用。`}
      </p>
      {view.open ? (
        <p>
          <To href={`/tags/${view.open.id}`}>
            打开第{view.open.number}版（{view.open.stateLabel}）
          </To>
        </p>
      ) : null}
      <Fault error={doing.error} />
      {view.mayBegin ? (
        <div className="act-buttons">
          <Button type="primary" loading={doing.busy} onClick={() => void begin('empty')}>
            {view.number === null ? '从空白起草' : '起草新版'}
          </Button>
          {view.number === null ? (
            <Button loading={doing.busy} onClick={() => void begin('starter')}>
              从建议稿起草（{view.starter.terms} 个）
            </Button>
          ) : null}
        </div>
      ) : null}
      {view.mayBegin && view.number === null ? <p className="quiet">{view.starter.mark}</p> : null}
    </section>
  )
}
