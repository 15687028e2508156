import { Modal } from 'antd'
import { useGet, useRefresh } from '#console/query.ts'
import { Light } from '#console/parts/Light.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import type { Acted, CaseView, WorklistRow } from '../views.ts'
import { stateLabels } from '../workflow.ts'
import { ActForm } from './ActForm.tsx'
import { attributeLabels } from './options.ts'
import { holders } from './Row.tsx'

type Props = {
  readonly row: WorklistRow
  readonly verb: string
  readonly onClose: () => void
  readonly onDone: (words: string) => void
}

/** Deciding a row without leaving the list: the newest state is fetched first, so nobody decides on an old sight. */
export function Decision({ row, verb, onClose, onDone }: Props) {
  const { data, error, loading, reload } = useGet<CaseView>(`/api/documents/${row.id}`, { fresh: 0 })
  const refresh = useRefresh()
  const offer = verb === 'remind' ? data?.remind : data?.offers.find(one => one.verb === verb)
  async function done(acted: Acted) {
    await refresh('/api/lists', '/api/worklist', `/api/documents/${row.id}`)
    if (verb === 'remind') return onDone(`“${row.title}”已催办，${holders(row.waitingFor)}会收到通知。`)
    onDone(`“${row.title}”已${offer?.label ?? '办理'}，现在是“${stateLabels[acted.state]}”。`)
  }
  return (
    <Modal open title={offer?.label ?? '办理'} footer={null} width={520} onCancel={onClose} destroyOnHidden>
      <div className="decision-what">
        <p className="serif">{row.title}</p>
        <p className="quiet">
          <Light light={row.light} words={row.words || '不计时限'} />
          <span>{row.attribute ? attributeLabels[row.attribute] : '未定公开属性'}</span>
          <To href={`/documents/${row.id}`}>看全文</To>
        </p>
      </div>
      {loading ? (
        <Loading rows={3} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : offer ? (
        <ActForm view={data} offer={offer} onDone={done} onStale={() => void reload()} autoFocus />
      ) : (
        <Empty title="这一步现在不能办理">
          <p>
            公文现在是“{data.stateLabel}”，可能刚被别人办过。<To href={`/documents/${row.id}`}>打开看看</To>
          </p>
        </Empty>
      )}
    </Modal>
  )
}
