import { Button, Flex } from 'antd'
import { useEffect, useState } from 'react'
import { useListAddress, useParam } from '#console/address.ts'
import { path } from '#console/client.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Choice, Conditions } from '#console/parts/Filters.tsx'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { opinionLabels } from '../../reexamination/model.ts'
import type { CampaignView, ItemPage } from '../../reexamination/views.ts'
import { itemStateLabels, itemStates, type ItemVerb } from '../../reexamination/workflow.ts'
import { ItemTable } from './ItemTable.tsx'
import { ManyForm, type Picked } from './ManyForm.tsx'
import { Progress } from './Progress.tsx'

type Act = { readonly verb: ItemVerb; readonly items: readonly Picked[] }

const all = { value: '', label: '全部' }

/** One campaign: how far it is, the documents in it, and what this person may do with one, many or all that are filtered. */
export default function CampaignScreen() {
  const id = useParam('id')
  const base = `/api/reexaminations/${id}`
  const list = useListAddress()
  const { search, set } = list
  const { state = '', department = '', attribute = '', opinion = '', late = '', q = '' } = search
  const filter = { state, department, attribute, opinion, late, q }
  const campaign = useGet<CampaignView>(base, { fresh: 0 })
  const items = useGet<ItemPage>(path(`${base}/items`, { ...filter, page: list.asked }), {
    keep: true,
    fresh: 0,
  })
  const refresh = useRefresh()
  const doing = useDoing()
  const [act, setAct] = useState<Act | null>(null)
  const [picked, setPicked] = useState<readonly Picked[]>([])
  const [words, setWords] = useState('')
  const view = campaign.data
  const converting = items.data?.rows.some(row => row.conversion === 'converting') ?? false
  const reload = items.reload
  useEffect(() => {
    if (!converting) return
    const again = setInterval(() => void reload(), 2500)
    return () => clearInterval(again)
  }, [converting, reload])
  if (campaign.loading || campaign.error || !view)
    return (
      <Page title="年度复查" wide>
        {campaign.loading ? (
          <Loading rows={8} />
        ) : (
          <Failed error={campaign.error} retry={() => void campaign.reload()} />
        )}
      </Page>
    )
  const c = view.campaign
  const filtered = Object.values(filter).some(value => value !== '')
  const clear = () => {
    set({ state: null, department: null, attribute: null, opinion: null, late: null, q: null })
  }
  async function overAll(verb: ItemVerb) {
    const found = await doing.run<Picked[]>('GET', path(`${base}/ids`, { ...filter, verb }))
    if (!found) return
    if (found.length === 0) setWords('筛选出的公文里没有可以办理这一步的。')
    else setAct({ verb, items: found })
  }
  async function remind() {
    const done = await doing.run(
      'POST',
      `${base}/remind`,
      department ? { departments: [Number(department)] } : {},
    )
    if (done) setWords('已催办，还有公文没有提出意见的部门，其负责人各收到一条通知。')
  }
  const offers = view.offers.filter(o => o.verb !== 'convert')
  return (
    <Page
      wide
      title={`${c.body}${c.year}年年度复查`}
      lead={
        <>
          <Light light={c.light} words={c.words} />
          <span>
            {' '}
            纳入{c.total}件，已决定{c.decided}件；{c.opinionsBy}截止提意见；{view.openedBy}于
            {c.openedAt.slice(0, 10)}开展。
          </span>
        </>
      }
      actions={
        <Flex gap={16} align="center" wrap>
          {view.mayRemind && c.finishedOn === null ? (
            <Button loading={doing.busy} onClick={() => void remind()}>
              {department ? '催办所选部门' : '催办各部门'}
            </Button>
          ) : null}
          {view.mayReport ? <To href={`/reexaminations/${id}/report`}>复查结果</To> : null}
        </Flex>
      }
    >
      <Flex vertical gap={16}>
        <Progress
          rows={view.departments}
          chosen={department}
          choose={view.departments.length > 1 ? next => set({ department: next }) : undefined}
        />
        <Conditions
          list={list}
          words="标题或文号"
          label="筛选公文"
          after={
            <>
              {filtered ? <Button onClick={clear}>清除条件</Button> : null}
              <a className="filters-end" href={path(`${base}/items.csv`, filter)} download>
                导出清单（CSV，记入履历）
              </a>
            </>
          }
        >
          <Choice
            label="环节"
            value={late ? 'late' : state}
            options={[
              all,
              ...itemStates.map(one => ({ value: one as string, label: itemStateLabels[one] })),
              { value: 'late', label: '逾期未提意见' },
            ]}
            onChange={value =>
              set(value === 'late' ? { state: null, late: '1' } : { state: value, late: null })
            }
          />
          <Choice
            label="纳入时属性"
            value={attribute}
            options={[
              all,
              { value: 'on-request', label: '依申请公开' },
              { value: 'withheld', label: '不予公开' },
            ]}
            onChange={value => set({ attribute: value })}
          />
          <Choice
            label="起草单位意见"
            value={opinion}
            options={[
              all,
              { value: 'open', label: opinionLabels.open },
              { value: 'keep', label: opinionLabels.keep },
            ]}
            onChange={value => set({ opinion: value })}
          />
        </Conditions>
        <Fault error={doing.error} />
        <div aria-live="polite" className="done-words">
          {words}
        </div>
        {offers.length > 0 ? (
          <div className="act-buttons" role="group" aria-label="成批办理">
            {offers.map(offer => (
              <Button
                key={offer.verb}
                disabled={picked.length === 0}
                onClick={() => setAct({ verb: offer.verb, items: picked })}
              >
                {offer.label}（已选{picked.length}件）
              </Button>
            ))}
            {offers
              .filter(o => o.verb === 'answer' || o.verb === 'decide')
              .map(offer => (
                <Button
                  key={offer.verb}
                  type="link"
                  disabled={doing.busy}
                  onClick={() => void overAll(offer.verb)}
                >
                  对筛选出的全部{offer.label}
                </Button>
              ))}
          </div>
        ) : null}
        {items.loading ? (
          <Loading rows={8} />
        ) : items.error || !items.data ? (
          <Failed error={items.error} retry={() => void items.reload()} />
        ) : items.data.rows.length === 0 ? (
          <Empty title={filtered ? '没有符合条件的公文' : '这次复查里没有您可以看到的公文'}>
            {filtered ? <Button onClick={clear}>清除条件</Button> : <p>您所在的部门没有纳入复查的公文。</p>}
          </Empty>
        ) : (
          <ItemTable
            page={items.data}
            stale={items.stale}
            offers={view.offers}
            picked={picked}
            setPicked={setPicked}
            act={(verb, item) => setAct({ verb, items: [item] })}
            goPage={list.turn}
          />
        )}
      </Flex>
      {act ? (
        <ManyForm
          key={act.verb}
          base={base}
          view={view}
          offer={view.offers.find(o => o.verb === act.verb)!}
          items={act.items}
          onClose={() => setAct(null)}
          onDone={async said => {
            await refresh('/api/reexaminations')
            setPicked([])
            setWords(said)
          }}
        />
      ) : null}
    </Page>
  )
}
