// Suggestions below the search field of our own pages.
import { combobox } from "./combobox.js";

const box = document.querySelector("[data-suggest]");
if (box) {
  const { suggest, toldOne, toldMany, toldNone, listLabel, kindTitle, kindHeading, kindTerm, kindOrganisation, kindQuestion } = box.dataset;
  const input = box.querySelector("input");
  combobox(input, {
    words: {
      label: listLabel,
      kinds: { title: kindTitle, heading: kindHeading, term: kindTerm, organisation: kindOrganisation, question: kindQuestion },
      count: (count) => (count === 0 ? toldNone : count === 1 ? toldOne : toldMany.replace("{count}", count)),
    },
    ask: async (typed, signal) => {
      const answer = await fetch(`${suggest}?language=${document.documentElement.lang}&q=${encodeURIComponent(typed)}`, { signal });
      return answer.ok ? (await answer.json()).suggestions : [];
    },
    choose: () => input.form.requestSubmit(),
  });
}
