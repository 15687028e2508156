import { Button } from 'antd'
import { useState } from 'react'
import { Page } from '#console/parts/Page.tsx'
import { Empty, Failed, Loading } from '#console/parts/States.tsx'
import { useGet, useRefresh } from '#console/query.ts'
import { minuteText } from '#console/time.ts'
import type { SynonymGroup, SynonymsView } from '../model.ts'
import { GroupForm } from './GroupForm.tsx'

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly at: number }

/** 检索同义词: what the search also looks for; the body's own may be changed by its openness officer, every change a version. */
export default function SynonymsScreen() {
  const { data, error, loading, reload } = useGet<SynonymsView>('/api/search/synonyms', { fresh: 0 })
  const refresh = useRefresh()
  const [open, setOpen] = useState<Open | null>(null)
  const [told, setTold] = useState('')
  async function done(words: string) {
    setOpen(null)
    setTold(`${words}门户检索随即按新的同义词找。`)
    await refresh('/api/search/synonyms')
  }
  const pick = (next: Open) => {
    setTold('')
    setOpen(next)
  }
  return (
    <Page
      title="检索同义词"
      lead="门户检索时，一组里的词互相代替：搜“安监局”也找“应急管理局”。单向的只从第一个词找到其余的词。"
      actions={
        data?.mayEdit ? (
          <Button type="primary" onClick={() => pick({ what: 'add' })}>
            新增一组
          </Button>
        ) : undefined
      }
    >
      <p className="done-words" role="status">
        {told}
      </p>
      {data && open ? (
        <GroupForm
          key={JSON.stringify(open)}
          view={data}
          at={'at' in open ? open.at : null}
          remove={open.what === 'remove'}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      ) : null}
      {loading ? (
        <Loading rows={6} />
      ) : error || !data ? (
        <Failed error={error} retry={() => void reload()} />
      ) : (
        <>
          <section aria-labelledby="own-groups">
            <h2 id="own-groups">
              {data.bodyName}的同义词（{data.own.length} 组
              {data.everywhere ? '，全站有效' : '，本机关和下级有效'}）
            </h2>
            {data.own.length === 0 ? (
              <Empty title="还没有自己的同义词">
                <p>
                  {data.mayEdit
                    ? '本地的简称、俗称、改名前后的叫法，可以加在这里。'
                    : '由本机关的公开审查员维护。'}
                </p>
              </Empty>
            ) : (
              <ul className="plain-list">
                {data.own.map((group, at) => (
                  <li key={group.words.join()}>
                    <Group group={group} />
                    {data.mayEdit ? (
                      <span className="findings-keys">
                        <Button
                          size="small"
                          type="link"
                          aria-label={`修改：${group.words.join('、')}`}
                          onClick={() => pick({ what: 'edit', at })}
                        >
                          修改
                        </Button>
                        <Button
                          size="small"
                          type="link"
                          aria-label={`删除：${group.words.join('、')}`}
                          onClick={() => pick({ what: 'remove', at })}
                        >
                          删除
                        </Button>
                      </span>
                    ) : null}
                  </li>
                ))}
              </ul>
            )}
          </section>
          {data.above.length > 0 ? (
            <section className="versions" aria-labelledby="above-groups">
              <h2 id="above-groups">上级机关的（{data.above.length} 组）</h2>
              <ul className="plain-list">
                {data.above.map(group => (
                  <li key={group.bodyName + group.words.join()}>
                    <Group group={group} from={group.bodyName} />
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
          <section className="versions" aria-labelledby="shipped-groups">
            <h2 id="shipped-groups">系统自带的（{data.shipped.length} 组，全站有效）</h2>
            <ul className="plain-list">
              {data.shipped.map(group => (
                <li key={group.words.join()}>
                  <Group group={group} />
                </li>
              ))}
            </ul>
          </section>
          {data.versions.length > 0 ? (
            <section className="versions" aria-labelledby="synonym-versions">
              <h2 id="synonym-versions">修改记录</h2>
              <ul className="plain-list">
                {data.versions.map(one => (
                  <li key={one.version}>
                    <div>
                      <p>
                        <span className="state-word">第{one.version}版</span>
                        {one.reason}
                      </p>
                      <p className="quiet">
                        {one.changedByName}　{minuteText(one.changedAt)}　共{one.groups}组
                      </p>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </>
      )}
    </Page>
  )
}

function Group({ group, from }: { group: SynonymGroup; from?: string }) {
  const [first, ...others] = group.words
  return (
    <div>
      <p>
        {group.oneWay ? (
          <>
            {first} → {others.join('、')}　<span className="state-word">单向</span>
          </>
        ) : (
          group.words.join(' = ')
        )}
      </p>
      {from || group.note ? <p className="quiet">{[from, group.note].filter(Boolean).join('　')}</p> : null}
    </div>
  )
}
