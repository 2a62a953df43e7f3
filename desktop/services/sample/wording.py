"""Invented wording of notes and next steps. Nobody said any of this; it only sounds like a school.

Sentences leave out names: a note stands beside its person.
"""

from __future__ import annotations

from typing import Final

# Programme record (tier 1): what anybody in the team may read.
PROGRAMME_NOTES: Final = (
    "Moved to the library for their meetings: the corridor was too loud to talk.",
    "Asked to keep the same lunchtime next term as well. Agreed.",
    "The form tutor says homework comes in on time since the new seating plan.",
    "Was late twice because lunch runs over on choir days. They now begin ten minutes later.",
    "Brought a chess set for the next weeks; it lives in the office cupboard.",
    "Looked unsure in the first two meetings, much more at ease today. Laughed a lot.",
    "Would like to try the gardening club together. Asked the lead of the club, who is glad to have both.",
    "Missed last week because of a school trip, not for lack of interest.",
    "Finished the first-weeks plan. Next: something they choose themselves.",
    "Asked how to say no kindly when a friend wants to copy homework. They tried out three sentences.",
    "Wants to practise the talk for class here first. Time is set aside in the next two meetings.",
    "Does most of the talking now; the mentor listens well and asks one thing at a time.",
    "Both sat the same maths paper for fun. The younger one won and is telling everybody.",
    "Agreed to meet at the front desk, so that nobody waits alone.",
    "Sent a thank-you card to the office. It hangs on the board, without the names.",
)

# Counselling team (tier 2): what was seen and said, facts apart from opinions, the young person's own words.
COUNSELLING_NOTES: Final = (
    (
        'Said: "Mornings are the worst bit, after that I am fine." Seen: tired, still took part. Agreed: '
        "breakfast club for two weeks, then we look again."
    ),
    (
        "Talked about moving house. Two schools in one year; does not want to explain it to everybody. "
        "We agreed what the mentor may know: that there was a move, no more."
    ),
    (
        "Sleep is better since the telephone stays in the kitchen. Own idea, own rule. Wants to keep it "
        "until the holidays."
    ),
    (
        "Worried about the mock exams in all subjects at once. We made one list for this week only. "
        "Smaller felt possible."
    ),
    (
        'Said: "When they all go quiet I think it is about me." We looked for other reasons together and '
        "found four. Will bring one example next time."
    ),
    (
        "Quiet today. Did not want to talk about the weekend, and did not have to. Came back for the "
        "last ten minutes and drew."
    ),
    "Has told two friends about the mentoring without being asked. Sounds proud of it.",
    "Asked whether it is all right to be angry with somebody who is ill. We stayed with that for a while.",
    "Parents' evening went well. Teacher praised the effort, not the mark; that was the sentence that stayed.",
    (
        "Mentor asked for advice after a heavy talk. Listened, thanked for bringing it, explained what "
        "we take over from here. Debrief planned for Thursday."
    ),
    (
        "Plan for the corridor: headphones off, walk on the left, count the doors. Tried it twice, "
        "worked once. Once is good."
    ),
    "My impression, not a fact: the tiredness began when the evening job did. To ask openly next time.",
    "Agreed to pause meetings during the exam week and to begin again the Monday after. Nobody is leaving.",
    "Would like a mentor who also came to this country late. Noted for the next round.",
    "Short check-in by the door: a thumb up, then a shrug, then a real thumb up.",
)

ADDENDUM: Final = ("Date corrected", "The talk was on the day before; the rest stands.")

NEXT_STEPS: Final = (
    "Bring the maths book",
    "Try the library table",
    "Ask about the club",
    "Finish the poster",
    "Practise the talk once more",
    "Meet at the front desk",
    "Play the return match",
    "Write the list for the week",
    "Show the sketchbook",
    "Choose the next film together",
    "Ask the tutor about the seat",
    "Bake something for Friday",
)

FIRST_GOALS: Final = (
    "Find one club to try together",
    "Hand in homework on time for three weeks",
    "Say something in class once a week",
    "Know three people by name in the tutor group",
    "Make a plan before each test",
    "Read one book and talk about it",
    "Ask a teacher for help once",
    "Come to every meeting this term",
    "Learn the way through the maths building",
    "Get better at losing at chess",
)

MEET_LABEL: Final = "Meet and greet in the hall"

BLOCK_REASON: Final = (
    "Both were in the quarrel on the bus in June. It is settled, and neither wants to talk about it again. "
    "Keep them apart this year; look again in summer."
)
