"""What people say that belongs to no theme: reasons for and against Proposal A, small comforts, last words. Made up."""

WHY_FOR = """
It makes sense to have it all in one place.
A hub could open five days. The clubs do one each.
Three lots of heating, three lots of insurance. It adds up.
I would rather the money went on people than on three buildings.
It would be nice to have somewhere to call in any day.
I don't go to what's on now, so this would be something for me.
One good kitchen beats three poor ones.
The hall we use is freezing. Anything is better.
About time.
A proper building with a proper toilet.
Done right, it could be the heart of the town.
Seems sensible.
More choice, more days, one place to look after.
I like the idea of young and old under one roof.
I'd want to see the plans, but yes in principle.
Money's tight. I understand that.
Better to have one that lasts than three that fold.
Small places rely on two or three people who are getting on themselves.
I've seen one over in the next valley and it worked.
It could have a cafe that pays its way.
Good if it's step-free. Ours has six steps.
Yes, if it opens Saturdays too.
Because doing nothing isn't an option.
You could get the nurse and the foot clinic in the same place.
Somewhere warm in winter that doesn't cost.
It stops three groups chasing the same bit of grant.
Give it a go. You can always change it back.
I think it would look more cared for.
We need something that will still be here in ten years.
It would bring a bit of life back to the precinct.
Nothing to lose from where I'm sat.
It's how the library works and that's fine.
"""

WHY_AGAINST = """
Hub is council talk for a cut.
Our towns are not the same. What suits one won't suit another.
I don't believe it will be cheaper.
Big places frighten me.
We had a hub before. It shut.
You have made your mind up already, haven't you.
It'll be all glass and nobody in it.
Too many eggs in one basket.
I want it small.
Who asked for this? Not us.
Some consultant's idea if ever I saw one.
What happens when the contract runs out?
Four places, one answer. That's lazy.
You never said where it will be. I can't say yes to a thing with no address.
I don't like big noisy rooms. My hearing aid can't cope.
Nothing in it about what it will cost us to use.
You'll spend it all on the opening.
The word replace. I don't like the word replace.
We have been reorganised four times since I retired.
It will be run from the town hall and we'll get what we're given.
Bigger isn't better.
"""

WHY_NEITHER = """
Depends where it is.
I can see both sides.
Not enough detail to say.
I don't mind as long as there is something.
It won't affect me but it will affect others.
Ask me again when there's a plan.
Could be good, could be a mess.
As long as nobody is worse off.
I'd need to see it working somewhere first.
I change my mind every time I read it.
Some good, some bad.
"""

WHY_UNSURE = """
I don't know enough about it.
I didn't follow the question.
You'd have to explain it to me.
No idea what a hub is.
"""

COMFORTS_OLDER = """
Good neighbours, a decent doctor and the view.
My garden. Even if it is only pots now.
My little dog.
Being able to afford the heating.
Church, my allotment and the radio.
Having my daughter round the corner.
Fish and chips on a Friday.
The choir. I stand at the back and growl.
My faith.
Whoever clears the snow on our row. I never found out who it is.
A doctor you can get in to see.
Knowing the rent is paid.
The chemist drops my tablets off.
My grandchildren at weekends.
My own front door.
Not falling over. I go steady.
A good book from the library and a window seat.
I keep pigeons. That gets me up.
My stairlift.
I do the crossword and I do my exercises and I mind my own business.
"""

COMFORTS_ANY = """
The park by the river.
A warm house and a full fridge.
The library being open and warm.
Neighbours who look out for each other.
Good pubs, good chippy, good people.
The hills, when you can see them.
It's a nice quiet place and I'd like it to stay that way.
Feeling safe to leave the back door open.
The community shop. You can't beat it.
Being near family.
A bit of sunshine would help.
The swimming baths, while we've still got them.
"""

SMALL_GROUPS = """
Our little group runs on thirty pounds and a tin of biscuits. A small grant would go a long way.
Give the small groups a bit of money and leave them to it.
Big contracts swallow small groups. Put some money by for them.
A hundred pounds would keep our singing group going all year.
It's always the big charities that get the money. Share it out among the small ones.
We had to buy our own kettle. Little groups need little grants, not forms.
Small groups shouldn't have to fill in forty pages to get fifty pounds.
"""

KEEP_ANY = """
The library.
The community shop.
The toilets in the park. Do not close them.
The name. It's our valley.
The warm room in winter.
The price. It's two pound fifty and that's right.
The friendly way people speak to you.
The walk along the canal. Keep it cleared.
Proper mugs.
The piano.
The choir.
I can't think of anything.
The carol concert.
Nothing. It all wants changing.
The district nurses.
The chemist that delivers.
The exercise class at the baths.
The allotments.
The little museum.
The benches. We need more of those, not fewer.
The seed swap.
Anything that's run by us and not for us.
The tea dance.
Reading the paper out to them that can't see it. That's a lovely thing.
What's good already.
The gala.
The red phone box with the books in it.
The brass band coming in at Christmas.
The market.
The Sunday service on the ward. I mean the hospital one.
The dog walkers' bench.
The post office counter.
Free tea.
The bowling green.
The quiz, even though I never win.
The sewing machines in the back room.
The bit of lawn outside.
The names on the doors of the old school.
The surgery doing flu jabs at the chapel.
The well dressing.
The cinema club.
Hot pot supper night.
The community orchard.
Our street party.
The mobile bank, when it turns up.
The fact that nobody asks you for a reason.
The noticeboard outside the baker's.
The honesty box.
The stove.
The hymn singing.
"""

LAST_WORDS = """
Thank you for asking.
You asked all this four years ago. What happened?
Get on with it.
Make the print bigger.
Good luck with it.
I hope somebody reads this.
Don't let it be another report on a shelf.
The questions were fair.
Tell us what you decide. We never hear.
Come and see for yourselves.
I've said my piece.
Spend it on folk, not on logos.
I'm only one person but I know plenty who'd say the same.
We're all going to be old one day. Remember that.
It's good to be asked.
That took me longer than I thought. My tea's gone cold.
I filled this in with my neighbour. She agrees with all of it.
Don't use long words.
You've done a good job on this form.
I'd come to a meeting if it was in the day.
Keep it simple.
Do what you say you will.
Send the people who decide round here for a week.
You've a nice clear form. The last one was a nightmare.
Sorry about the writing.
Ask the young ones too. It'll be them next.
There's good in this valley. Build on it.
Not a bad set of questions, that.
I hope you don't think we're all moaners.
My daughter made me fill this in. I'm glad she did.
I'd rather you did one thing well than six things badly.
No more leaflets.
You can put my name to this. I'm not bothered.
Mind you check the facts.
"""

OPENERS_OLDER = """
I'm {age}.
I'm {age} and still in my own home.
Born in {town} and never left.
We came to {town} in {year}.
I'm on my own now.
I've been on {street} since {year}.
I worked at the mill till it shut.
Retired now.
I worked in the school kitchens for thirty years.
{age} next birthday.
"""

OPENERS_YOUNGER = """
I'm answering for {who}.
{Who} lives in {town}.
This is about {who}, who is {elder}.
{Who} is {elder} and as sharp as a tack.
I grew up in {town}.
I'm filling this in with {who} sat next to me.
"""
