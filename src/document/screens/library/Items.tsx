import { Button, Flex } from 'antd'
import { useState } from 'react'
import { useListAddress } from '#console/address.ts'
import { path } from '#console/client.ts'
import { orAll } from '#console/parts/choices.ts'
import { Choice, Conditions, Pager } from '#console/parts/Filters.tsx'
import { Light } from '#console/parts/Light.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { conclusions } from '../../library/cleanup/model.ts'
import { itemStateLabels, itemStates, type ItemVerb } from '../../library/cleanup/workflow.ts'
import type { ItemPage, ItemView } from '../../library/views.ts'
import { ItemForm, stepOfVerb } from './ItemForm.tsx'

const bulky: readonly ItemVerb[] = ['answer', 'proceed', 'decide', 'apply']

/** The documents of a round, or those before their expiry: one line each, with what may be done with one or with many. */
export function Items({ base, empty }: { base: string; empty: string }) {
  const list = useListAddress()
  const { search, set } = list
  const { state = '', conclusion = '', q = '' } = search
  const [picked, setPicked] = useState<readonly number[]>([])
  const [act, setAct] = useState<{ verb: ItemVerb; items: readonly ItemView[] } | null>(null)
  const [words, setWords] = useState('')
  const refresh = useRefresh()
  const { data, error, loading, stale, reload } = useGet<ItemPage>(
    path(base, { state, conclusion, q, page: list.asked }),
    { keep: true, fresh: 0 },
  )
  const rows = data?.rows ?? []
  const chosen = rows.filter(r => picked.includes(r.id))
  const shared = bulky.filter(verb => chosen.length > 0 && chosen.every(r => r.verbs.includes(verb)))
  return (
    <Flex vertical gap={16}>
      <Conditions list={list} words="标题或文号" label="筛选">
        <Choice
          label="环节"
          value={state}
          options={orAll(itemStates.map(s => [s, itemStateLabels[s]]))}
          onChange={value => set({ state: value })}
        />
        <Choice
          label="意见或结论"
          value={conclusion}
          options={orAll(Object.entries(conclusions))}
          onChange={value => set({ conclusion: value })}
        />
      </Conditions>
      <div aria-live="polite" className="done-words">
        {words}
      </div>
      {shared.length > 0 ? (
        <div className="act-buttons" role="group" aria-label="成批办理">
          {shared.map(verb => (
            <Button key={verb} onClick={() => setAct({ verb, items: chosen })}>
              {stepOfVerb(verb).label}（已选{chosen.length}件）
            </Button>
          ))}
        </div>
      ) : null}
      {loading ? (
        <Loading rows={8} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : rows.length === 0 ? (
        <Empty title={state || conclusion || q ? '没有符合条件的文件' : empty} />
      ) : (
        <>
          <ListTable
            label="规范性文件"
            rowKey="id"
            head="title"
            minWidth={1080}
            stale={stale}
            dataSource={rows}
            rowSelection={{
              selectedRowKeys: picked,
              onChange: keys => setPicked(keys.map(Number)),
              getCheckboxProps: row => ({ disabled: !bulky.some(v => row.verbs.includes(v)) }),
              nameOf: row => row.title,
            }}
            columns={[
              {
                key: 'title',
                title: '文件',
                width: '32%',
                render: (_, row) => (
                  <div className="item-title">
                    <To href={`/documents/${row.documentId}`}>{row.title}</To>
                    <p className="quiet">
                      {[row.documentNumber, row.expiresOn && `有效期到${row.expiresOn}`]
                        .filter(Boolean)
                        .join('　')}
                    </p>
                  </div>
                ),
              },
              {
                key: 'department',
                title: '起草部门',
                width: 140,
                render: (_, row) => (
                  <>
                    {row.department}
                    <p className="quiet">{row.drafter}</p>
                  </>
                ),
              },
              {
                key: 'state',
                title: '环节',
                width: 170,
                render: (_, row) => (
                  <>
                    {row.stateLabel}
                    {row.words ? <Light light={row.light} words={row.words} /> : null}
                  </>
                ),
              },
              { key: 'opinions', title: '意见和结论', render: (_, row) => <Said row={row} /> },
              {
                key: 'act',
                title: '办理',
                width: 150,
                render: (_, row) => (
                  <Flex vertical gap={4} align="start">
                    {row.verbs.map(verb => (
                      <Button key={verb} size="small" onClick={() => setAct({ verb, items: [row] })}>
                        {stepOfVerb(verb).label}
                      </Button>
                    ))}
                  </Flex>
                ),
              },
            ]}
          />
          <Pager page={list.page} total={data.total} size={data.pageSize} onPage={list.turn} />
        </>
      )}
      {act ? (
        <ItemForm
          key={act.verb}
          verb={act.verb}
          items={act.items}
          onClose={() => setAct(null)}
          onDone={async said => {
            setWords(said)
            setPicked([])
            await refresh('/api/cleanups', '/api/library')
          }}
        />
      ) : null}
    </Flex>
  )
}

function Said({ row }: { row: ItemView }) {
  return (
    <>
      {row.opinion ? (
        <p>
          意见：{conclusions[row.opinion]}
          {row.opinionUntil ? `，续期到${row.opinionUntil}` : ''}。{row.opinionReason}{' '}
          <span className="quiet">{row.answeredBy}</span>
        </p>
      ) : row.state !== 'asked' ? (
        <p>逾期未提意见：{row.opinionReason}</p>
      ) : null}
      {row.decision ? (
        <p>
          结论：{conclusions[row.decision]}
          {row.decisionUntil ? `，续期到${row.decisionUntil}` : ''}
          {row.decisionOn ? `，自${row.decisionOn}起` : ''}。{row.decisionReason}{' '}
          <span className="quiet">{row.decidedBy}</span>
        </p>
      ) : null}
      {row.refused ? <Light light="red" words={`没有执行成：${row.refused}`} /> : null}
    </>
  )
}
