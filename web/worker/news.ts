/** Announcements for the page: what may be switched in a scenario, and what a switch changed in one sentence. */
import { effectSentence, fetchNews } from "../../src/index.ts";
import { baseOf, issueView } from "./prepare.ts";
import type { NewsAnswer, NewsEffectOrder, RunRequest } from "./protocol.ts";

export async function newsOf(request: RunRequest): Promise<NewsAnswer> {
  const listed = await fetchNews(baseOf(request), { patch: request.patch });
  return listed.ok ? listed : { ok: false, issues: listed.issues.map(issueView) };
}

export const effectOf = ({ before, after, news }: NewsEffectOrder): string =>
  effectSentence(before, after, news);
