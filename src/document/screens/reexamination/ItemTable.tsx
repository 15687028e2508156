import { Button, Checkbox, Flex, type TableColumnType } from 'antd'
import { Pager } from '#console/parts/Filters.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { useRef } from 'react'
import { Light } from '#console/parts/Light.tsx'
import { To } from '#console/parts/To.tsx'
import { useKeys } from '#console/useKeys.ts'
import { opinionLabels } from '../../reexamination/model.ts'
import type { ItemOffer, ItemPage, ItemView } from '../../reexamination/views.ts'
import type { ItemVerb } from '../../reexamination/workflow.ts'
import { attributeLabels } from '../options.ts'
import type { Picked } from './ManyForm.tsx'

type Props = {
  readonly page: ItemPage
  readonly stale: boolean
  readonly offers: readonly ItemOffer[]
  readonly picked: readonly Picked[]
  readonly setPicked: (items: readonly Picked[]) => void
  readonly act: (verb: ItemVerb, item: Picked) => void
  readonly goPage: (page: number) => void
}

/** What a document waits for comes first; a reminder is never the way forward. */
const forward = (row: ItemView): ItemVerb | undefined =>
  (['answer', 'decide', 'convert', 'proceed'] as const).find(verb => row.verbs.includes(verb))

/** The documents of a campaign: one line each, both opinions with their reasons, keys as in the worklist. */
export function ItemTable({ page, stale, offers, picked, setPicked, act, goPage }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const links = () => [...(box.current?.querySelectorAll<HTMLElement>('.item-title a') ?? [])]
  const standing = () => links().findIndex(link => link.closest('tr, li')?.contains(document.activeElement))
  const step = (by: number) => {
    const every = links()
    every[Math.min(every.length - 1, Math.max(0, standing() < 0 ? 0 : standing() + by))]?.focus()
  }
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    open: () => links()[Math.max(0, standing())]?.click(),
    forward: () => {
      const row = page.rows[Math.max(0, standing())]
      const verb = row && forward(row)
      if (row && verb) act(verb, row)
    },
  })
  const onPage = new Set(page.rows.map(row => row.id))
  const here = picked.filter(item => onPage.has(item.id))
  const elsewhere = picked.filter(item => !onPage.has(item.id))
  const labelOf = (verb: ItemVerb) => offers.find(o => o.verb === verb)?.label ?? ''
  const columns: TableColumnType<ItemView>[] = [
    {
      key: 'title',
      title: '公文',
      width: '30%',
      render: (_, row) => (
        <div className="item-title">
          <To href={`/documents/${row.documentId}`}>{row.title}</To>
          <p className="quiet">
            {[row.documentNumber, row.issuedOn && `${row.issuedOn}印发`].filter(Boolean).join('　')}
          </p>
        </div>
      ),
    },
    {
      key: 'attribute',
      title: '纳入时属性',
      width: 150,
      render: (_, row) => (
        <>
          {attributeLabels[row.attribute]}
          {row.groundLabel ? <p className="quiet">{row.groundLabel}</p> : null}
        </>
      ),
    },
    {
      key: 'department',
      title: '起草部门',
      width: 130,
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
      width: 160,
      render: (_, row) => (
        <>
          {row.stateLabel}
          {row.words ? <Light light={row.light} words={row.words} /> : null}
          {row.reminders > 0 && row.state === 'asked' ? (
            <p className="quiet">已催办{row.reminders}次</p>
          ) : null}
          {row.conversionWords ? (
            <Light
              light={
                row.conversion === 'refused' ? 'red' : row.conversion === 'converting' ? 'yellow' : 'green'
              }
              words={row.conversionWords}
            />
          ) : null}
        </>
      ),
    },
    {
      key: 'opinions',
      title: '意见和决定',
      render: (_, row) => (
        <>
          {row.opinion ? (
            <p>
              {opinionLabels[row.opinion]}：{row.opinionReason}{' '}
              <span className="quiet">{row.answeredBy}</span>
            </p>
          ) : row.state !== 'asked' ? (
            <p>逾期未提意见：{row.opinionReason}</p>
          ) : (
            '—'
          )}
          {row.decisionReason ? (
            <p>
              决定：{row.decisionReason}{' '}
              <span className="quiet">
                {row.decidedBy}，会同{row.secretary}
              </span>
            </p>
          ) : null}
        </>
      ),
    },
    {
      key: 'act',
      title: '办理',
      width: 118,
      render: (_, row) => {
        const verb = forward(row)
        return verb ? (
          <Button
            size="small"
            type="primary"
            ghost
            aria-label={`${labelOf(verb)}：${row.title}`}
            onClick={() => act(verb, row)}
          >
            {verb === 'proceed' ? '转入决定' : labelOf(verb)}
          </Button>
        ) : null
      },
    },
  ]
  return (
    <div ref={box}>
      <Flex gap={16} align="center">
        <p className="found" role="status">
          共 {page.total} 件
        </p>
        {offers.length > 0 ? (
          <Checkbox
            checked={here.length > 0 && here.length === page.rows.length}
            indeterminate={here.length > 0 && here.length < page.rows.length}
            onChange={event => setPicked([...elsewhere, ...(event.target.checked ? page.rows : [])])}
          >
            选择本页全部
          </Checkbox>
        ) : null}
      </Flex>
      <ListTable<ItemView>
        label="复查的公文"
        stale={stale}
        rowKey="id"
        columns={columns}
        dataSource={page.rows}
        minWidth={980}
        rowSelection={
          offers.length > 0
            ? {
                selectedRowKeys: here.map(p => p.id),
                nameOf: row => row.title,
                onChange: keys =>
                  setPicked([...elsewhere, ...page.rows.filter(row => keys.includes(row.id))]),
              }
            : undefined
        }
      />
      <Pager page={page.page} total={page.total} size={page.pageSize} onPage={goPage} />
    </div>
  )
}
