import { Button } from 'antd'
import { useState, type FormEvent } from 'react'
import { useGo } from '#console/address.ts'
import { Clause } from '#console/parts/Clause.tsx'
import { Faults } from '#console/parts/Faults.tsx'
import { Field } from '#console/parts/Field.tsx'
import { Page } from '#console/parts/Page.tsx'
import { useDoing, useRefresh } from '#console/query.ts'
import { reasonsOf } from '#console/refusal.ts'
import type { Acted } from '../views.ts'

type Answer = 'open' | 'secret' | null

/** The first question, before anything can be typed: what may touch a state secret never enters this system. */
export default function NewScreen() {
  const [answer, setAnswer] = useState<Answer>(null)
  const [asked, setAsked] = useState(false)
  const doing = useDoing()
  const refresh = useRefresh()
  const go = useGo()
  async function begin(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (answer !== 'open') return
    const acted = await doing.run<Acted>('POST', '/api/documents', {})
    if (!acted) return
    void refresh('/api/lists')
    go(`/documents/${acted.subject}/draft`, 'replace')
  }
  return (
    <Page title="新建公文">
      <form onSubmit={begin} noValidate className="narrow-form">
        {doing.error ? <Faults reasons={reasonsOf(doing.error)} /> : null}
        <Field
          name="secret"
          label="这件公文涉及国家秘密吗？"
          group
          required
          reasons={asked && answer === null ? [{ text: '请先回答这个问题。' }] : []}
          why={{ text: '涉密信息不得在非涉密系统存储、处理、传输。', clause: '保密法/31' }}
        >
          {() => (
            <div className="cards cards-two" role="radiogroup" aria-label="这件公文涉及国家秘密吗？">
              <label className={answer === 'open' ? 'card card-on' : 'card'}>
                <input
                  type="radio"
                  name="secret"
                  checked={answer === 'open'}
                  onChange={() => setAnswer('open')}
                />
                <span className="card-label">不涉及（非密）</span>
                <span className="card-text">可以在本系统起草、审核和公开。</span>
              </label>
              <label className={answer === 'secret' ? 'card card-on' : 'card'}>
                <input
                  type="radio"
                  name="secret"
                  checked={answer === 'secret'}
                  onChange={() => setAnswer('secret')}
                />
                <span className="card-label">涉及，或者不能确定</span>
                <span className="card-text">不能在本系统办理，什么也不要录入。</span>
              </label>
            </div>
          )}
        </Field>
        {answer === 'secret' ? (
          <div className="stop" role="alert">
            <p className="state-title">请到涉密系统办理</p>
            <p>
              本系统没有保存任何内容。是否涉密不能确定的，先由承办人提出意见，报保密机构确定；确定为非密后再回到这里新建。
              <Clause id="390号/四(一)2" />
            </p>
          </div>
        ) : (
          <Button type="primary" htmlType="submit" size="large" loading={doing.busy}>
            开始起草
          </Button>
        )}
      </form>
    </Page>
  )
}
