import { Button, Tabs } from 'antd'
import { useAddress, useGo, useParam } from '#console/address.ts'
import { Page } from '#console/parts/Page.tsx'
import { Empty } from '#console/parts/States.tsx'
import { useGet } from '#console/query.ts'
import { useMe } from '#console/session.ts'
import type { KindCount, PastCounts, WorkCounts } from '#kit/worklist/views.ts'
import type { Counted } from '../lists/views.ts'
import { AllPast } from './lists/AllPast.tsx'
import { AllWork, Kinds } from './lists/AllWork.tsx'
import { ListView } from './lists/ListView.tsx'
import { Row } from './Row.tsx'

type Kind = keyof WorkCounts | keyof PastCounts

const kinds: readonly { readonly key: Kind; readonly label: string }[] = [
  { key: 'todo', label: '待办' },
  { key: 'done', label: '已办' },
  { key: 'mine', label: '我发起的' },
  { key: 'watch', label: '督办' },
]

const leads: Record<Kind, string> = {
  todo: '等您办理的公文、申请、工单和公开义务，先到期的排在前面。',
  done: '您办过的公文、申请、信息和目录，以及现在走到哪里，最近办的排在前面。',
  mine: '您起草、登记、编制的事项，以及现在在谁手里。',
  watch: '您负责范围内超期或临近期限的事项，先到期的排在前面。',
}

const kindOf = (text: string): Kind => kinds.find(kind => kind.key === text)?.key ?? 'todo'

export const deskWords = ({ total, isMore }: Counted) => (isMore ? `${total}+` : String(total))

const sumOf = (counts: readonly KindCount[]): Counted => ({
  total: counts.reduce((sum, one) => sum + one.total, 0),
  isMore: counts.some(one => one.isMore),
})

export default function WorklistScreen() {
  const { search } = useAddress()
  const kind = kindOf(useParam('kind'))
  const go = useGo()
  const me = useMe()
  const past = useGet<PastCounts>(me.administrator ? null : '/api/worklist/past', { keep: true })
  const waiting = useGet<WorkCounts>(me.administrator ? null : '/api/worklist/counts', { keep: true })
  if (me.administrator)
    return (
      <Page title="工作台">
        <Empty title="管理员账号不办理公文">
          <p>系统、安全保密、审计三员分立：您的账号只做管理。请从左侧导航进入。</p>
        </Empty>
      </Page>
    )
  const label = kinds.find(one => one.key === kind)!.label
  const countsOf = (of: Kind): readonly KindCount[] | undefined =>
    of === 'todo' || of === 'watch' ? waiting.data?.[of] : past.data?.[of]
  const countOf = (of: Kind): Counted | undefined => {
    const counts = countsOf(of)
    return counts && sumOf(counts)
  }
  const here = countsOf(kind)
  const labels = new Map(here?.map(one => [one.kind, one.label]))
  const asked = search.kind || null
  return (
    <Page title={label} lead={leads[kind]}>
      <Tabs
        activeKey={kind}
        className="list-tabs"
        onChange={key => go(`/worklist/${key}`)}
        items={kinds.map(one => ({
          key: one.key,
          label: (
            <>
              {one.label}
              {countOf(one.key) ? <span className="tab-count">{deskWords(countOf(one.key)!)}</span> : null}
            </>
          ),
        }))}
      />
      {here ? <Kinds counts={here} kind={asked} list={kind} /> : null}
      {asked === 'document' ? (
        <Documents kind={kind} label={label} />
      ) : kind === 'todo' || kind === 'watch' ? (
        <AllWork key={`${kind}${asked ?? ''}`} list={kind} kind={asked} labels={labels} />
      ) : (
        <AllPast key={`${kind}${asked ?? ''}`} list={kind} kind={asked} labels={labels} />
      )}
    </Page>
  )
}

/** Documents alone, with their filters, batches and saved queries. */
function Documents({ kind, label }: { kind: Kind; label: string }) {
  return (
    <ListView
      key={kind}
      list={kind}
      decides={kind === 'todo'}
      empty={(filtered, clear) => <Nothing kind={kind} filtered={filtered} clear={clear} />}
    >
      {({ rows, stale, chosen, toggle, decide, remind, deciding }) => (
        <ul className={stale ? 'rows rows-old' : 'rows'} aria-label={label}>
          {rows.map(row => (
            <Row
              key={row.id}
              row={row}
              decide={decide ? verb => decide(row, verb) : undefined}
              remind={remind ? () => remind(row) : undefined}
              deciding={deciding === row.id}
              chosen={chosen(row.id)}
              choose={() => toggle(row.id)}
            />
          ))}
        </ul>
      )}
    </ListView>
  )
}

function Nothing({ kind, filtered, clear }: { kind: Kind; filtered: boolean; clear: () => void }) {
  const go = useGo()
  if (filtered)
    return (
      <Empty title="没有符合条件的公文">
        <p>请减少条件，或者用公文查询在全部公文里找。</p>
        <Button onClick={clear}>清除条件</Button>
      </Empty>
    )
  const words: Record<Kind, [string, string]> = {
    todo: ['现在没有等您办理的公文', '有公文到您手里时会出现在这里，先到期的排在前面。'],
    done: ['还没有办过的公文', '您送审、审核、签发或公布过的公文会留在这里。'],
    mine: ['您还没有起草公文', '新建公文后，在这里看它走到哪里、在谁手里。'],
    watch: ['没有需要督办的公文', '您负责范围内没有超期或临近期限的公文。'],
  }
  return (
    <Empty title={words[kind][0]}>
      <p>{words[kind][1]}</p>
      {kind === 'mine' ? <Button onClick={() => go('/documents/new')}>新建公文</Button> : null}
    </Empty>
  )
}
