import { useEffect, useState } from 'react'
import { focusField } from '#console/parts/Faults.tsx'
import type { Saver } from '#console/saver.ts'
import type { Finding } from '#patrol/model.ts'
import { Findings } from '#patrol/screens/Findings.tsx'
import { Masking } from '#patrol/screens/Masking.tsx'
import { markFindings, putRight, showPlace } from '#patrol/screens/places.ts'
import type { Draft } from '../model.ts'
import type { CaseView } from '../views.ts'

type Props = {
  readonly view: CaseView
  readonly draft: Draft
  /** The version that the server holds. */
  readonly version: number
  readonly edit: (part: Partial<Draft>) => void
  readonly saver: Saver<Draft>
  readonly reload: () => Promise<unknown>
  /** The fields that the check still has something against. */
  readonly onSettled: (fields: readonly string[]) => void
}

const editor = () => document.querySelector('.draft-form [contenteditable="true"]')

/** The check beside the text it speaks of: places are marked in the editor, plain mistakes put right with one press. */
export function DraftChecks({ view, draft, version, edit, saver, reload, onSettled }: Props) {
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const [rewritten, setRewritten] = useState(0)
  const { id } = view.document
  useEffect(() => {
    let unmark = () => {}
    const timer = setTimeout(() => {
      const root = editor()
      if (root) unmark = markFindings(root, findings)
    }, 400)
    return () => {
      clearTimeout(timer)
      unmark()
    }
  }, [findings, draft.bodyHtml])
  function locate(finding: Finding): boolean {
    const { part, label } = finding.place
    if (part === 'title' || part === 'metadata') {
      focusField(part === 'title' ? 'title' : label)
      return true
    }
    const root = editor()
    return root !== null && showPlace(root, finding)
  }
  function put(finding: Finding): boolean {
    const { hit } = finding.excerpt
    if (finding.place.part === 'title') {
      if (finding.right === null || !draft.title.includes(hit)) return false
      edit({ title: draft.title.replace(hit, finding.right) })
    } else {
      const bodyHtml = putRight(draft.bodyHtml, finding)
      if (bodyHtml === null) return false
      edit({ bodyHtml })
    }
    void saver.flush()
    return true
  }
  const files = view.attachments.filter(file => file.role === 'attachment')
  return (
    <section className="field" id="field-check" aria-labelledby="check-title">
      <h3 id="check-title">文字检查</h3>
      <p className="field-hint">
        保存后自动检查正文、要素和附件：错别字、国家机构和主权表述、文号和引用格式、个人信息、密级标志、错链。
      </p>
      <Masking
        address={`/api/documents/${id}/attachments`}
        files={files}
        findings={findings}
        onChange={async () => {
          await reload()
          setRewritten(rewritten + 1)
        }}
      />
      <Findings
        subject={{ kind: 'document', id }}
        mending={{ locate, put, save: () => saver.flush() }}
        stamp={`${version} ${rewritten} ${files.map(f => f.id).join()}`}
        onChange={() => void reload()}
        onSettled={settled => {
          setFindings(settled.findings)
          onSettled(settled.gate.submit.map(reason => reason.field ?? ''))
        }}
      />
    </section>
  )
}
