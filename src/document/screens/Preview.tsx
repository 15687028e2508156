import { Button, Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '#console/parts/Icon.tsx'
import { sizeText } from '#console/time.ts'
import { useWide } from '#console/useWide.ts'
import type { CaseView } from '../views.ts'

const widths = { fit: null, phone: 375, desk: 1280, elder: null } as const
type Width = keyof typeof widths

/** The document as the public will see it, in its own frame: it cannot run anything, nor lead the console away. */
export function Preview({ view }: { view: CaseView }) {
  const [width, setWidth] = useState<Width>('fit')
  const wide = useWide(700)
  const [room, setRoom] = useState(0)
  const box = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLIFrameElement>(null)
  const source = `/api/documents/${view.document.id}/preview${width === 'elder' ? '?mode=elder' : ''}`
  useEffect(() => {
    const place = box.current
    if (!place) return
    const observer = new ResizeObserver(() => setRoom(place.clientWidth))
    observer.observe(place)
    return () => observer.disconnect()
  }, [])
  const wanted = widths[width]
  const scale = wanted && room > 0 ? Math.min(1, room / wanted) : 1
  function arrive() {
    const inside = frame.current?.contentDocument
    const title = inside?.querySelector('main h1') ?? inside?.querySelector('h1')
    if (title) frame.current?.contentWindow?.scrollTo(0, title.getBoundingClientRect().top - 20)
    frame.current?.contentDocument?.addEventListener('click', event => {
      const link = (event.target as Element | null)?.closest?.('a')
      const href = link?.getAttribute('href') ?? '#'
      if (link && !href.startsWith('#')) event.preventDefault()
    })
  }
  return (
    <div className="preview">
      <div className="preview-bar">
        {wide ? (
          <Segmented
            size="small"
            aria-label="预览方式"
            value={width}
            options={[
              { value: 'fit', label: '按栏宽' },
              { value: 'phone', label: '手机' },
              { value: 'desk', label: '电脑' },
              { value: 'elder', label: '长者版' },
            ]}
            onChange={value => setWidth(value as Width)}
          />
        ) : (
          <Button size="small" onClick={() => setWidth(width === 'elder' ? 'fit' : 'elder')}>
            {width === 'elder' ? '标准版' : '长者版'}
          </Button>
        )}
        <a href={source} target="_blank" rel="noreferrer">
          <Icon name="open" size={14} />
          单独打开
        </a>
        <span className="preview-copies">
          <a href={`/api/documents/${view.document.id}/copy.docx`} download>
            下载 DOCX
          </a>
          <a href={`/api/documents/${view.document.id}/copy.pdf`} download>
            下载 PDF
          </a>
        </span>
      </div>
      <div className="preview-box" ref={box}>
        <iframe
          ref={frame}
          key={view.document.version}
          src={source}
          title="公众将看到的样子"
          sandbox="allow-same-origin"
          onLoad={arrive}
          style={
            wanted
              ? {
                  width: wanted,
                  height: `${100 / scale}%`,
                  transform: `scale(${scale})`,
                  transformOrigin: '0 0',
                }
              : undefined
          }
        />
      </div>
      {view.attachments.length > 0 ? (
        <>
          <h3>附件</h3>
          <ul className="files">
            {view.attachments.map(file => (
              <li key={file.id}>
                <a href={`/api/documents/${view.document.id}/attachments/${file.id}`} download={file.name}>
                  <Icon name="download" size={15} />
                  {file.name}
                </a>
                <span className="quiet">
                  {sizeText(file.size)}
                  {file.role === 'source' ? '，原稿，不公开' : ''}
                </span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}
