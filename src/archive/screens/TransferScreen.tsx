import { Button } from 'antd'
import { useState } from 'react'
import { useListAddress, useParam } from '#console/address.ts'
import type { Asked } from '#console/asked.ts'
import { path } from '#console/client.ts'
import { asked } from '#console/parts/AskedFields.tsx'
import { Pager } from '#console/parts/Filters.tsx'
import { ListTable } from '#console/parts/ListTable.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Unread } from '#console/parts/Unread.tsx'
import { Step, type StepFields } from '#console/parts/Step.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { attributeLabels, openings } from '../model.ts'
import type { TransferCaseView } from '../views.ts'

/** One batch: its documents with the opinion on opening, the next step, the package, the receipt of the archives. */
export default function TransferScreen() {
  const id = useParam('id')
  const { asked, turn } = useListAddress()
  const { data, error, loading, reload } = useGet<TransferCaseView>(
    path(`/api/archive/transfers/${id}`, { page: asked }),
    { keep: true },
  )
  const refresh = useRefresh()
  const [chosen, setChosen] = useState<readonly number[]>([])
  if (loading || error || !data)
    return <Unread title="移交清单" wide rows={8} error={error} retry={() => void reload()} />
  const done = () => {
    setChosen([])
    void refresh('/api/archive/')
  }
  const editable = data.offers.some(o => o.verb === 'setOpening')
  return (
    <Page
      wide
      title={`移交 ${data.archives}`}
      lead={`${data.from} 至 ${data.until}${data.series ? `，${data.series}` : ''}；${data.documents} 件；${data.stateLabel}`}
      actions={
        data.packageHash ? (
          <Button href={`/api/archive/transfers/${data.id}/package`}>下载移交包</Button>
        ) : null
      }
    >
      {data.packageHash ? (
        <p className="quiet">
          移交包 {data.packageSize} 字节，SHA-256 {data.packageHash}。核对：zhaoming archive check 文件名
        </p>
      ) : null}
      {data.expungedAt ? (
        <p role="status">
          包内有公文因涉密撤回，{data.expungedAt.slice(0, 10)}{' '}
          起下载的是不含它的新包，重新签名；上面是移交时那个包的大小和指纹。
        </p>
      ) : null}
      {data.receipt ? (
        <p>
          档案馆回执 {data.receipt.number}，{data.receipt.on}，接收人 {data.receipt.by}
        </p>
      ) : null}
      {data.lacking > 0 ? <p role="status">还有 {data.lacking} 件没有到期开放意见。</p> : null}
      <ListTable
        label="移交的公文"
        rowKey="documentId"
        head="title"
        minWidth={900}
        dataSource={data.rows}
        rowSelection={
          editable
            ? {
                selectedRowKeys: chosen,
                nameOf: row => row.title,
                onChange: keys => setChosen(keys.map(Number)),
              }
            : undefined
        }
        columns={[
          { title: '发文字号', dataIndex: 'number', width: 190 },
          { key: 'title', title: '标题', dataIndex: 'title' },
          {
            title: '公开属性',
            width: 120,
            render: (_, row) => attributeLabels[row.attribute ?? ''] ?? '未定',
          },
          { title: '形成', dataIndex: 'registeredOn', width: 112 },
          {
            title: '到期开放意见',
            width: 220,
            render: (_, row) =>
              row.opening
                ? `${openings[row.opening]}${row.openingNote ? `：${row.openingNote}` : ''}`
                : '未填写',
          },
        ]}
      />
      <Pager
        page={data.page}
        total={data.documents}
        size={data.pageSize}
        onPage={next => {
          setChosen([])
          turn(next)
        }}
      />
      {data.offers.map(offer => (
        <Step
          key={offer.verb}
          offer={offer}
          heading={offer.label}
          version={data.version}
          address={`/api/archive/transfers/${data.id}`}
          fields={fieldsOf(offer.verb, chosen)}
          above={offer.verb === 'setOpening' ? <p>已选 {chosen.length} 件（在上面的表里勾选）。</p> : null}
          onDone={done}
        />
      ))}
    </Page>
  )
}

const openingAsks: readonly Asked[] = [
  {
    name: 'opening',
    label: '到期开放意见',
    kind: 'one',
    choices: Object.entries(openings).map(([value, label]) => ({ value, label })),
    initial: 'at-25-years',
  },
  {
    name: 'note',
    label: '说明',
    kind: 'line',
    most: 500,
    optional: true,
    hint: '控制使用的必须写明理由。',
  },
]
const receiptAsks: readonly Asked[] = [
  { name: 'number', label: '回执编号', kind: 'line' },
  { name: 'on', label: '接收日期', kind: 'day' },
  { name: 'by', label: '接收人', kind: 'line' },
]

/** What a step of a batch asks for besides its reason. */
function fieldsOf(verb: string, documents: readonly number[]): StepFields | undefined {
  if (verb === 'setOpening') return asked(openingAsks, values => ({ documents, ...values }))
  return verb === 'receipt' ? asked(receiptAsks) : undefined
}
