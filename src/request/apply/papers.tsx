import { sealFor } from '#kit/envelope.ts'
import { isHugePicture } from '#document/renderings/pictures.ts'
import { Problem } from '#portal/form.tsx'
import type { PortalContext, Posted, Upload } from '#portal/page.ts'
import { sizeOf } from '#portal/parts.tsx'
import { servicesOf } from '#record/portal/data.ts'
import { largestPaper, mostPapers, paperTypeOf } from '../online/model.ts'
import { dropPaper, keepPaper } from '../store/portal.ts'
import { describedBy } from './fields.tsx'
import { keyHash, type Filling, type KeptPaper } from './filling.ts'

/** 身份证明 that is uploaded with an application: closed for the office the moment it arrives. */

/** `0`: at once. */
const afterEnd = (days: number) => (days === 0 ? '办结后随即删除' : `办结 ${days} 天后删除`)

export function Papers({
  natural,
  papers,
  problems,
  days,
}: {
  natural: boolean
  papers: readonly KeptPaper[]
  problems: readonly Problem[]
  days: { readonly identity: number; readonly personal: number }
}) {
  return (
    <div className="field">
      <label htmlFor="paper">
        {natural ? '身份证明（照片或者扫描件）' : '单位证明、授权委托书（照片或者扫描件）'}
      </label>
      <p className="hint" id="paper-hint">
        JPG、PNG 或者 PDF，每份不超过 5 MB，最多 {mostPapers} 份。现在不方便的可以不传，确认时再提供。
      </p>
      <p className="hint" id="paper-use">
        身份证明只用来核对申请人，上传时即加密；工作人员取用时加盖“仅用于办理政府信息公开申请”的水印，并留下取用记录。
        {afterEnd(days.identity)}，只留“已核对”的记载；姓名和联系方式{afterEnd(days.personal)}。
      </p>
      <Problem field="paper" problems={problems} />
      {papers.length > 0 && (
        <ul className="papers">
          {papers.map(paper => (
            <li key={paper.id}>
              {paper.name}（{sizeOf(paper.size)}，已加密）
              <button
                type="submit"
                name="remove"
                value={paper.id}
                className="button-plain"
                aria-label={`删除 ${paper.name}`}
              >
                删除
              </button>
            </li>
          ))}
        </ul>
      )}
      {papers.length < mostPapers && (
        <>
          <input
            id="paper"
            name="paper"
            type="file"
            accept=".jpg,.jpeg,.png,.pdf"
            aria-describedby={`${describedBy('paper', true, problems)} paper-use`}
          />
          <button type="submit" name="act" value="upload" className="button-plain">
            上传
          </button>
        </>
      )}
    </div>
  )
}

/** What is against a file, before anything of it is kept. */
function faultOf(file: Upload, papers: readonly KeptPaper[]): string | null {
  if (papers.length >= mostPapers) return `最多上传 ${mostPapers} 份，请先删除一份。`
  if (file.bytes.length === 0) return '这个文件是空的，请换一个文件。'
  if (file.bytes.length > largestPaper)
    return `这个文件有 ${sizeOf(file.bytes.length)}，超过 5 MB。请缩小照片或者降低扫描的清晰度后再传。`
  if (paperTypeOf(file.bytes) === null)
    return '这个文件不是 JPG、PNG 照片或者 PDF（看的是内容，不是扩展名），请换一个文件。'
  if (isHugePicture(file.bytes))
    return '这张照片展开后超过 5000 万像素，请缩小后再传（手机拍的照片、300 dpi 的扫描件都够清楚）。'
  return null
}

async function kept(context: PortalContext, key: string, file: Upload): Promise<KeptPaper | null> {
  const publicKey = (await servicesOf(context)).get('request')
  if (publicKey === undefined) return null
  const content = JSON.stringify({ type: paperTypeOf(file.bytes), data: file.bytes.toString('base64') })
  const id = await keepPaper(context.db, keyHash(key), sealFor(publicKey, content))
  return id === null ? null : { id, name: file.name.slice(-80) || '身份证明', size: file.bytes.length }
}

/** What was uploaded or taken away with a page; nothing of a file that is refused is kept. */
export async function papersIn(context: PortalContext, posted: Posted, key: string, before: Filling) {
  const problems: Problem[] = []
  let papers = before.papers
  const remove = Number(posted.form.get('remove') ?? 0)
  if (remove > 0) {
    await dropPaper(context.db, keyHash(key), remove)
    papers = papers.filter(p => p.id !== remove)
  }
  const file = posted.files.get('paper')
  const isUpload = posted.form.get('act') === 'upload'
  const say = (text: string) => problems.push({ field: 'paper', text })
  if (file) {
    const fault = faultOf(file, papers)
    if (fault) say(fault)
    else if (!posted.allow('paper', 20, 60)) say('这里一小时内上传得太多了，请过一会儿再传，或者确认时提供。')
    else {
      const paper = await kept(context, key, file)
      if (paper) papers = [...papers, paper]
      else say('没有存下来，请稍后再传，或者确认时提供。')
    }
  } else if (isUpload) say('请先选择文件，再按“上传”。')
  return { filling: { ...before, papers }, problems, stays: remove > 0 || isUpload }
}
