import { Button } from 'antd'
import { useRef, useState } from 'react'
import { Clause } from '#console/parts/Clause.tsx'
import { Fault, Faults } from '#console/parts/Faults.tsx'
import { Icon } from '#console/parts/Icon.tsx'
import { Page } from '#console/parts/Page.tsx'
import { useDoing } from '#console/query.ts'
import { toRefusal, type Reason } from '#console/refusal.ts'
import { useMe } from '#console/session.ts'
import { sizeText } from '#console/time.ts'
import { kindLabels, tierLabels, tiers, type Finding } from '../model.ts'
import type { MaskView } from '../views.ts'
import { Report } from './Masking.tsx'

type Scanned = {
  readonly file: string
  readonly sha256: string
  readonly lexicon: string
  readonly findings: readonly Finding[]
}
type How = 'mask' | 'strip'

const formOf = (file: File) => {
  const form = new FormData()
  form.append('file', file)
  return form
}

/** 文件检查: any file before it goes out of the house. It is looked through in memory and not kept. */
export default function FileScreen() {
  const me = useMe()
  const input = useRef<HTMLInputElement>(null)
  const scanning = useDoing()
  const rewriting = useDoing()
  const [file, setFile] = useState<File | null>(null)
  const [scanned, setScanned] = useState<Scanned | null>(null)
  const [made, setMade] = useState<{ how: How; view: MaskView } | null>(null)
  const [failed, setFailed] = useState<readonly Reason[]>([])
  async function look(chosen: File | undefined) {
    if (!chosen) return
    setFile(chosen)
    setScanned(null)
    setMade(null)
    rewriting.clear()
    setScanned((await scanning.run<Scanned>('POST', '/api/patrol/scan/file', formOf(chosen))) ?? null)
  }
  async function rewrite(how: How) {
    setMade(null)
    const view = file && (await rewriting.run<MaskView>('POST', `/api/patrol/${how}?report=1`, formOf(file)))
    if (view) setMade({ how, view })
  }
  async function fetchMade() {
    if (!file || !made) return
    setFailed([])
    const answer = await fetch(`/api/patrol/${made.how}`, {
      method: 'POST',
      body: formOf(file),
      headers: { 'x-csrf-token': me.csrf },
      credentials: 'same-origin',
    })
    if (!answer.ok) return setFailed(toRefusal(answer.status, await answer.text()).reasons)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await answer.blob())
    link.download = made.view.name
    link.click()
    URL.revokeObjectURL(link.href)
  }
  return (
    <Page
      title="文件检查"
      lead="检查任意一个文件里的错别字、个人信息和看不见的内容，并可遮盖后另存。文件只在内存中检查，不留存；涉密文件不得上传。"
    >
      <div className="file-drop">
        <div
          className="drop"
          onDragOver={event => event.preventDefault()}
          onDrop={event => {
            event.preventDefault()
            void look(event.dataTransfer.files[0])
          }}
        >
          <Button
            type="primary"
            icon={<Icon name="upload" size={16} />}
            loading={scanning.busy}
            onClick={() => input.current?.click()}
          >
            选择文件
          </Button>
          <span className="quiet">
            或把文件拖到这里。DOCX、XLSX、PPTX、PDF、OFD、文本、CSV、图片、ZIP，不超过50 MB。
          </span>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="要检查的文件"
            onChange={event => {
              void look(event.target.files?.[0]).then(() => {
                if (input.current) input.current.value = ''
              })
            }}
          />
        </div>
        <Fault error={scanning.error} title={file ? `“${file.name}”没有检查成` : undefined} />
        {scanned && file ? (
          <section aria-label="检查结果" className="findings">
            <h2>
              {scanned.file}
              <span className="quiet"> {sizeText(file.size)}</span>
            </h2>
            <p role="status" className={scanned.findings.length === 0 ? 'ready' : 'findings-sum'}>
              <Icon name={scanned.findings.length === 0 ? 'done' : 'warn'} size={16} />
              <span>
                {scanned.findings.length === 0
                  ? '没有发现问题。图片里的文字机器看不到，请您再看一眼。'
                  : `发现${scanned.findings.length}处。`}
              </span>
            </p>
            <div className="findings-keys">
              <Button loading={rewriting.busy} onClick={() => void rewrite('mask')}>
                遮盖个人信息
              </Button>
              <Button loading={rewriting.busy} onClick={() => void rewrite('strip')}>
                只清除属性
              </Button>
            </div>
            <Fault error={rewriting.error} title="没有写成新文件" />
            {made ? (
              <Report view={made.view} kept={false}>
                <Button icon={<Icon name="download" size={15} />} onClick={() => void fetchMade()}>
                  下载“{made.view.name}”
                </Button>
              </Report>
            ) : null}
            <Faults reasons={failed} />
            {tiers.map(tier => {
              const some = scanned.findings.filter(f => f.tier === tier)
              return some.length === 0 ? null : (
                <section key={tier} className="findings-tier" aria-label={tierLabels[tier]}>
                  <h3>{`${tierLabels[tier]}（${some.length}处）`}</h3>
                  <ul>
                    {some.map(f => (
                      <li key={f.id} className={`finding finding-${tier}`}>
                        <p className="finding-kind">
                          {kindLabels[f.kind]}
                          <span className="quiet">{f.place.label}</span>
                        </p>
                        {f.excerpt.hit ? (
                          <p className="finding-words">
                            {f.excerpt.before}
                            <mark>{f.excerpt.hit}</mark>
                            {f.excerpt.after}
                          </p>
                        ) : null}
                        <p>
                          {f.message}
                          {f.basis ? <Clause id={f.basis} /> : null}
                        </p>
                      </li>
                    ))}
                  </ul>
                </section>
              )
            })}
            <p className="quiet">
              词库 {scanned.lexicon}　SHA-256 <code>{scanned.sha256}</code>
            </p>
          </section>
        ) : null}
      </div>
    </Page>
  )
}
