import { Button } from 'antd'
import { useState } from 'react'
import { useParam } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { dayText, now as clockNow } from '#console/time.ts'
import { groupIds, groups, type SaveForm, type Term } from '../model.ts'
import { ruleText } from '../rules/change.ts'
import type { VersionView } from '../views.ts'
import { RuleForm } from './RuleForm.tsx'
import { Steps } from './Steps.tsx'
import { TermForm } from './TermForm.tsx'
import { TermLists } from './TermList.tsx'

type Open = { readonly what: 'add' | 'rule' } | { readonly what: 'edit'; readonly key: string }

/** One version of a thesaurus: written term by term, every change kept at once; judged by what is different. */
export default function VersionScreen() {
  const id = useParam('id')
  const { data, error, loading, reload } = useGet<VersionView>(`/api/tags/${id}`, { fresh: 0 })
  if (loading)
    return (
      <Page title="标签目录">
        <Loading rows={10} />
      </Page>
    )
  if (error || !data)
    return (
      <Page title="标签目录">
        <Failed error={error} retry={() => void reload()} />
      </Page>
    )
  return <Version view={data} />
}

function Version({ view }: { view: VersionView }) {
  const refresh = useRefresh()
  const removing = useDoing()
  const [open, setOpen] = useState<Open | null>(null)
  const [told, setTold] = useState('')
  const today = dayText(clockNow())
  const writes = view.offers.some(o => o.verb === 'save')
  const all = [...view.above, ...view.own]
  const now: SaveForm = { terms: [...view.own], rule: view.rule }
  async function done(words: string) {
    // What is done next goes out with the version of the server.
    await refresh('/api/tags')
    setOpen(null)
    setTold(words)
  }
  async function remove(term: Term) {
    const terms = view.own.filter(t => t.key !== term.key)
    const kept = await removing.run('POST', `/api/tags/${view.id}/save`, {
      version: view.version,
      form: { ...now, terms },
    })
    if (kept) await done(`已去掉“${term.name}”。`)
  }
  const pick = (next: Open) => {
    setTold('')
    setOpen(next)
  }
  const keys = (term: Term) =>
    writes ? (
      <span className="findings-keys">
        <Button
          size="small"
          type="link"
          aria-label={`修改：${term.name}`}
          onClick={() => pick({ what: 'edit', key: term.key })}
        >
          修改
        </Button>
        {view.standing.includes(term.key) ? null : (
          <Button
            size="small"
            type="link"
            aria-label={`去掉：${term.name}`}
            loading={removing.busy}
            onClick={() => void remove(term)}
          >
            去掉
          </Button>
        )}
      </span>
    ) : null
  const changed = new Map(view.changes.map(c => [c.key, c.text]))
  return (
    <Page
      title={`标签目录第${view.number}版`}
      lead={`${view.body.name}　${view.stateLabel}　${view.drafter}起草${view.approver ? `，${view.approver}批准` : ''}　${view.changedAt}`}
      actions={
        writes ? (
          <Button type="primary" onClick={() => pick({ what: 'add' })}>
            新增标签
          </Button>
        ) : undefined
      }
    >
      <p className="tag-back">
        <To href="/tags">回到现行的标签目录</To>
      </p>
      {view.returned ? (
        <blockquote className="last-opinion returned">
          <p className="quiet">退回理由</p>
          <p>{view.returned}</p>
        </blockquote>
      ) : null}
      <p className="done-words" role="status">
        {told}
      </p>
      <Fault error={removing.error} />
      {open && open.what !== 'rule' ? (
        <TermForm
          key={open.what === 'edit' ? open.key : 'add'}
          view={view}
          term={open.what === 'edit' ? (view.own.find(t => t.key === open.key) ?? null) : null}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {open?.what === 'rule' ? <RuleForm view={view} onDone={done} onClose={() => setOpen(null)} /> : null}
      <Changes view={view} />
      <section aria-label="必须标引" className="tag-standing">
        <h2>必须标引</h2>
        <p>
          {ruleText(view.rule)}
          {view.rule === null && view.aboveRule ? `：${view.aboveRule}` : ''}。
          {writes ? (
            <Button size="small" type="link" onClick={() => pick({ what: 'rule' })}>
              修改这条规定
            </Button>
          ) : null}
        </p>
      </section>
      <Steps view={view} onDone={() => done('已办理。')} />
      <section aria-labelledby="own-terms">
        <h2 id="own-terms">
          {view.above.length > 0 ? '本机关增加的标签' : '标签'}（{view.own.length} 个）
        </h2>
        {view.own.length === 0 ? (
          <Empty title="还没有标签">
            <p>{writes ? '用上面的“新增标签”一个一个加。' : '这一版没有自己的标签。'}</p>
          </Empty>
        ) : (
          <TermLists
            terms={view.own}
            all={all}
            today={today}
            marks={term =>
              changed.has(term.key) ? <span className="state-word tag-fresh">有变化</span> : null
            }
            keys={keys}
          />
        )}
      </section>
      {view.above.length > 0 ? (
        <details className="tag-above">
          <summary>
            上级机关的标签（{view.above.filter(t => t.replacedBy === null).length} 个），本机关一样使用
          </summary>
          {groupIds.map(group => {
            const terms = view.above.filter(t => t.group === group && t.replacedBy === null)
            return terms.length > 0 ? (
              <p key={group}>
                <strong>{groups[group].label}</strong>　{terms.map(t => t.name).join('、')}
              </p>
            ) : null
          })}
        </details>
      ) : null}
    </Page>
  )
}

/** What is different from the version in force, and what keeps it from being approved. */
function Changes({ view }: { view: VersionView }) {
  return (
    <section aria-labelledby="changes" className="tag-changes">
      <h2 id="changes">
        与{view.state === 'active' || view.state === 'superseded' ? '前' : '现行的'}一版相比
      </h2>
      {view.changes.length === 0 ? (
        <p className="quiet">没有变化。</p>
      ) : (
        <ul>
          {view.changes.map(change => (
            <li key={change.key}>
              <strong>{change.name}</strong>　{change.text}
            </li>
          ))}
        </ul>
      )}
      {view.faults.length > 0 ? (
        <>
          <h3>还要改的地方（{view.faults.length} 处）</h3>
          <ul className="tag-faults">
            {view.faults.map(fault => (
              <li key={`${fault.field}${fault.text}`}>{fault.text}</li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
