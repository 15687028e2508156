import { Button, Flex } from 'antd'
import { useState } from 'react'
import { useGo, useParam } from '#console/address.ts'
import { Fault } from '#console/parts/Faults.tsx'
import { Light } from '#console/parts/Light.tsx'
import { Page } from '#console/parts/Page.tsx'
import { Failed, Loading } from '#console/parts/States.tsx'
import { To } from '#console/parts/To.tsx'
import { useDoing, useGet, useRefresh } from '#console/query.ts'
import { cleanupWorkflow } from '../../library/cleanup/workflow.ts'
import type { CleanupView } from '../../library/views.ts'
import { Items } from './Items.tsx'

const { conclude } = cleanupWorkflow.open

/** One round: how far it is, its documents, its three lists. */
export default function CleanupScreen() {
  const id = useParam('id')
  const base = `/api/cleanups/${id}`
  const { data, error, loading, reload } = useGet<CleanupView>(base, { fresh: 0 })
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  if (loading || error || !data)
    return (
      <Page title="规范性文件清理" wide>
        {loading ? <Loading rows={8} /> : <Failed error={error} retry={() => void reload()} />}
      </Page>
    )
  const n = data.numbers
  async function settle() {
    if (await doing.run('POST', `${base}/conclude`, { version: data!.version })) {
      setAsked(false)
      await refresh('/api/cleanups')
    }
  }
  async function draft() {
    const made = await doing.run<{ document: number }>('POST', `${base}/draft`)
    if (made) go(`/documents/${made.document}/draft`)
  }
  return (
    <Page
      wide
      title={data.name}
      lead={
        <>
          <Light light={data.light} words={data.words} />
          <span>
            {' '}
            {data.body}，{data.issuedUntil}以前印发的{n.total}件：继续有效{n.keep}，修改{n.amend}，废止
            {n.repeal}，失效
            {n.expire}；已执行{n.applied}件。{data.opinionsBy}截止提意见。
          </span>
        </>
      }
      actions={
        <Flex gap={16} align="center" wrap>
          {data.mayConclude ? (
            <Button type="primary" disabled={data.blocked.length > 0} onClick={() => setAsked(true)}>
              {conclude.label}
            </Button>
          ) : null}
          {data.mayDraft ? (
            <Button type="primary" loading={doing.busy} onClick={() => void draft()}>
              拟公布清理结果的公文
            </Button>
          ) : null}
          {data.draftId !== null ? <To href={`/documents/${data.draftId}`}>公布清理结果的公文</To> : null}
          <a href={`${base}/lists.xlsx`} download>
            三张目录（XLSX，记入履历）
          </a>
        </Flex>
      }
    >
      <Flex vertical gap={16}>
        <Fault error={doing.error} />
        {data.mayConclude ? data.blocked.map(b => <p key={b.text}>{b.text}</p>) : null}
        {asked ? (
          <div className="confirm" role="group" aria-label={`确认${conclude.label}`}>
            <p>
              <strong>确认{conclude.label}？</strong>
              {conclude.effect}
            </p>
            <div className="act-buttons">
              <Button type="primary" loading={doing.busy} onClick={() => void settle()}>
                确认{conclude.label}
              </Button>
              <Button onClick={() => setAsked(false)}>再想想</Button>
            </div>
          </div>
        ) : null}
        <Items base={`${base}/items`} empty="这次清理里没有您可以看到的文件" />
      </Flex>
    </Page>
  )
}
