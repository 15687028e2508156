import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Fault } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { useDoing } from '#console/query.ts'
import { isPersonal, kindLabels, type Finding, type Kind } from '../model.ts'
import type { MaskView } from '../views.ts'

type Attached = { readonly id: number; readonly name: string }

type Props = {
  /** Where the attachments are: `/api/documents/7/attachments`. */
  readonly address: string
  readonly files: readonly Attached[]
  readonly findings: readonly Finding[]
  readonly onChange: () => Promise<unknown>
}

const isOf = (file: Attached, finding: Finding) =>
  finding.place.file === file.name || (finding.place.file?.startsWith(`${file.name}／`) ?? false)
const traces: readonly Kind[] = ['properties', 'location']

/** One click per file: a new file without the personal data, or without the traces of people and machines, takes its place. */
export function Masking({ address, files, findings, onChange }: Props) {
  const doing = useDoing()
  const [under, setUnder] = useState<string | null>(null)
  const [report, setReport] = useState<{ view: MaskView; id: number; how: string } | null>(null)
  const rows = files
    .map(file => {
      const own = findings.filter(f => isOf(file, f))
      return {
        file,
        personal: own.filter(f => isPersonal(f.kind) && f.kind !== 'location').length,
        traces: own.filter(f => traces.includes(f.kind)).length,
      }
    })
    .filter(row => row.personal + row.traces > 0)
  async function rewrite(file: Attached, how: 'mask' | 'strip') {
    setUnder(`${file.id} ${how}`)
    setReport(null)
    const view = await doing.run<MaskView>('POST', `${address}/${file.id}/${how}`)
    setUnder(null)
    if (!view) return
    setReport({ view, id: file.id, how })
    await onChange()
  }
  if (rows.length === 0 && !report && !doing.error) return null
  return (
    <div className="masking">
      {rows.length > 0 ? (
        <ul className="masking-files">
          {rows.map(({ file, personal, traces: left }) => (
            <li key={file.id}>
              <span>
                <strong>{file.name}</strong>
                <span className="quiet">
                  {[personal > 0 ? `${personal}处个人信息` : '', left > 0 ? '带有作者、拍摄位置等属性' : '']
                    .filter(Boolean)
                    .join('，')}
                </span>
              </span>
              <span className="findings-keys">
                {personal > 0 ? (
                  <Button
                    size="small"
                    loading={under === `${file.id} mask`}
                    disabled={doing.busy}
                    aria-label={`遮盖个人信息：${file.name}`}
                    onClick={() => void rewrite(file, 'mask')}
                  >
                    遮盖个人信息
                  </Button>
                ) : null}
                {left > 0 ? (
                  <Button
                    size="small"
                    loading={under === `${file.id} strip`}
                    disabled={doing.busy}
                    aria-label={`清除属性：${file.name}`}
                    onClick={() => void rewrite(file, 'strip')}
                  >
                    清除属性
                  </Button>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <Fault error={doing.error} title="附件没有改动" />
      {report ? (
        <Report view={report.view} kept={report.how === 'mask'}>
          <a href={`${address}/${report.id}`} download={report.view.name}>
            <Icon name="download" size={15} />
            下载新文件“{report.view.name}”
          </a>
        </Report>
      ) : null}
    </div>
  )
}

/** What was done to a file and how it was made sure. */
export function Report({
  view,
  kept,
  children,
}: {
  view: MaskView
  kept: boolean
  children?: React.ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div className="mask-report" role="status" tabIndex={-1} ref={box}>
      <p className="ready">
        <Icon name="done" size={16} />
        {view.removed.length > 0 ? '已写成遮盖后的新文件' : '已写成新文件'}
        {kept ? '，原来的文件作为原稿留存，不公开' : ''}。
      </p>
      {view.removed.length > 0 ? (
        <>
          <h4>遮盖了什么</h4>
          <ul>
            {view.removed.map(one => (
              <li key={`${one.kind}${one.masked}`}>
                {kindLabels[one.kind as Kind] ?? one.kind} <code>{one.masked}</code>
                {one.count > 0 ? `，${one.count}处` : '，在文件属性或修订中'}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {view.stripped.length > 0 ? (
        <>
          <h4>清除了什么</h4>
          <p>{view.stripped.join('、')}</p>
        </>
      ) : null}
      <h4>怎样核验的</h4>
      <ul>
        {view.checks.map(check => (
          <li key={check}>{check}</li>
        ))}
      </ul>
      {view.left.length > 0 ? (
        <>
          <h4>机器没有处理、请您看一眼的</h4>
          <ul>
            {view.left.slice(0, 20).map(f => (
              <li key={f.id}>
                {f.place.label}：{f.message}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {children ? <p>{children}</p> : null}
    </div>
  )
}
