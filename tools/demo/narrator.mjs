/** Tells the story on stdout, and counts what did not go as told. */
export class Narrator {
  chapters = 0;
  surprises = 0;

  /** @param {string} title */
  chapter(title) {
    this.chapters += 1;
    console.log(`\n${this.chapters}. ${title}`);
  }

  /** @param {string} sentence */
  say(sentence) {
    console.log(`   ${sentence}`);
  }

  /** Tells a request with its answer, and checks the status. @param {string} request @param {Response} answer @param {number} expected */
  tell(request, answer, expected) {
    const isExpected = answer.status === expected;
    if (!isExpected) this.surprises += 1;
    console.log(`   ${request} -> ${answer.status}${isExpected ? '' : ` (expected ${expected})`}`);
    return answer;
  }

  /** @param {boolean} holds @param {string} sentence */
  check(holds, sentence) {
    if (!holds) this.surprises += 1;
    console.log(`   ${holds ? 'yes' : 'NO '}: ${sentence}`);
  }
}
