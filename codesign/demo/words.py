"""What the people of Upper Calder Valley say about each theme: one line a sentence, all of it made up.

Each line starts with the voice it suits: o an older person, y someone speaking for one, n anyone, s short (also Easy
Read), m an older man, w an older woman about her husband. A word after # lets a requirement find the line again.
SAID answers "what helps" or "anything else", KEEP "what should we not change", FOR and AGAINST "why" about
Proposal A, and CONTRARY is another view of the same theme.
"""

SAID: dict[str, str] = {
    "T01": """
n One number and one name. [That is all most of us want|That would do me|It's not much to ask]. #name
o I've a [drawer|shoebox|carrier bag|sideboard] full of leaflets and not one of them tells me who to ring.
o When [my boiler went|a slate came off|the drain blocked] I knew who to ring. When I got lonely I had no idea.
y I spent a whole {day} on hold trying to find out who could pop in on {who}.
y {Who} got passed round [five|six|four] [offices|departments|people] [one after another|in one morning|. I counted]. In the end {she} put the phone down and cried.
n You only find out what is on if you happen to bump into the right person [outside the chemist|in the post office queue|at the bus stop|at the till].
o I ring [the council|them|the number on the letter] and it is press one, press two, and I am no further on.
n Someone in {town} must know what is going on. I wish I knew who they were.
o What helps me is the [lady at the library|girl at the chemist|woman in the post office]. She always knows who to ask.
n There was a [good thing|dance|free dinner|talk] on at the chapel and I heard about it [three weeks|a week|a month] after it finished.
o I don't want forty leaflets. I want somebody to tell me: that's the group, that's the day, off you go.
y It took us [eight months|half a year|till Christmas|two years] to learn that {who} could get help at home. Nobody joins it up.
n If the surgery knew what was on they could tell folk. They don't seem to know either. #whatson
o I asked at {surgery} and they gave me a number that rang out. Nobody there any more.
n [Half|Most] of what is on in this valley is a secret. #whatson
o Someone with a name, not a department. So I can ring and say, it's me again. #name
y I live [two hours|three hours|fifty miles] away. I need one person I can ring who knows {who} and knows {town}. #name
n A list on paper once a month, kept up to date, with a number on it that gets answered. #whatson
n Put what's on up [in the surgery, the chemist and the fish shop|in shop windows and the baker's]. Not everyone goes to the library. #whatson
o We used to have [a neighbourhood warden|a warden|a woman in the housing office]. You rang, she sorted it. Now it's nobody's job.
y I work all hours and I still could not tell you who does what.
o I've lived in {town} [fifty year|forty-odd years|all my life] and I couldn't tell you who to ring now.
o Nowt wrong with the groups. Trouble is nobody tells you they're there. #whatson
y Every leaflet has a different number on it. {Who} just stops trying.
n You want one front door, not [ten|a dozen|twenty]. #name
o I got told to ring round. Ring round who?
n Not knowing where to start. That's the whole problem in five words.
y When things went downhill with {who} I was searching [at midnight|half the night|on my phone in the car park]. One name would have done. #name
o I would like somebody to sit down with me once and go through what there is. #conversation
n Ask people what matters to them before you hand over a list. A proper talk, not a form. #conversation
y The best thing was a woman who sat with {who} for an hour and just asked what {she} liked doing. #conversation
o I filled in a form, then another form, and nobody ever asked me what I actually wanted. #conversation
o I rang in [November|the autumn|October] and got a call back in January. By then I'd forgotten what I rang about. #conversation
y If you do get through they say it's not us, try them. Then they say it's not them. Round and round.
o My neighbour told me about the [falls class|coffee morning|hearing clinic|singing]. Not the doctor, not the council. My neighbour. #whatson
n It needs somebody whose actual job it is to know.
s One phone number.
s Tell me who to ring.
s I do not know who to ask.
s I want one person I can ring. #name
s Nobody tells us what is on.
s I need a name and a number.
s A list of what is on. On paper. #whatson
s Someone to tell us where to go.
""",
    "T02": """
o The last bus, {bus}, leaves town at [twenty past five|ten to six|half five], so I never see the end of anything.
o I can get there. It's getting back up that hill that finishes me.
n Two buses and a wait in [the rain|the dark|the wind]. You would not do it either.
y I drive {who} everywhere. If I'm poorly {she} stays in.
o My pass is no good before half past nine and the group starts at nine. #pass
o I'd use a minibus, but I've a bus pass and I'm not paying twice. #pass
n Community transport should take the pass, same as the bus does. #pass
y {Who} has a pass in {her} pocket and nothing to use it on. #pass
o Market day is the only day I go out and I need both hands for the shopping. A lift to the door would be grand. #market
n A shared minibus on market day would change things up here. #market
o I used to go down to market every [Thursday|week]. Now I can't manage the bags on {bus}. #market
y On market day {who} gets a lift with a neighbour who is 81. That cannot last. #market
n Buses stop at six. Life doesn't.
o Taxis are [nine pound|eleven pound|eight fifty|twelve pound] each way from {town}. That's my week's treats gone.
o The bus stop has no seat [and no shelter|and no light|and the wind comes straight through] and I can't stand that long.
n The [hills|steps|cobbles] here are no joke, and the pavements are worse.
y {Who} won't set off if {she} isn't sure of getting home.
o I've stopped going out after [three|half three|dinner time] in winter. It's the dark and the ice and the walk from the stop.
n It's all very well putting things on. Tell me how folk from {town} are meant to get to them.
o They took our bus off on Sundays and that was [church|chapel|my sister's|seeing the family] gone.
o I gave up driving [two years since|last spring|when my eyes went] and my world got very small.
n If you can't get to it, it might as well not be there.
y I take a half day off every fortnight to drive {who} to the clinic and back.
o Door to door is what I need. My [legs|knees|lungs] won't do the [steps down the clough|ginnel|hill].
n A driver who waits till you're in with the light on. That's worth more than any timetable.
o The dial-a-ride wants [three|two|four] days' notice. I don't know on Monday if I'll be fit on Thursday.
n Up on the tops we might as well be on the moon after teatime.
y A wheelchair taxi has to be booked a week ahead. You can't live like that.
o I can walk down. I can't walk back.
o {Bus} is meant to be every half hour. It's more like when it feels like it.
y There is no way for {who} to get to a hospital appointment before ten. None.
n They retimed {bus} so it just misses the train and just misses the surgery. Clever, that.
s Buses stop too early.
s I cannot get home at night.
s There is no bus on Sunday.
s The hill is too steep for me.
s I need a lift.
s Taxis cost too much.
s I want a seat at the bus stop.
s Let me use my bus pass on the minibus. #pass
s A lift to market. #market
""",
    "T03": """
o I don't want [chair yoga|armchair bowls|laughter yoga|mindful colouring]. I want a natter.
o I can [make a card|paint a pebble|arrange flowers|do a jigsaw] at home. What I can't do at home is talk to somebody.
n People want a [brew|cuppa|pot of tea] and a laugh, not a course with a certificate at the end.
o Since I lost my other half the [evenings|nights|Sundays] are that long. #widow
o I go days without speaking to a soul. Then [the lad at the paper shop|the postman|the girl on the till] says morning and it makes my week.
y {Who} has been signed up for three classes. What {she} wants is somebody to sit with.
o It's the company. I'd [peel potatoes if I'd someone to peel them with|fold towels if I'd someone to fold them with|wash up if I'd someone to dry].
n Everything is an activity now. Can people not just sit down together?
o A [table|stove|big table], a pot of tea and folk round it. That's what keeps me going.
y The [craft|knitting|sewing] group is lovely but {who} can't see to sew now. {She} goes for the chat.
o Weekends are the worst. Nobody calls on a Sunday.
o I am not lonely because I've nothing to do. I'm lonely because I've nobody to do it with.
n Less keep fit, more keep company.
o I'd rather have one friend than ten groups.
y The telly is on from seven in the morning so {who} can hear a voice.
o You can't talk [in a quiz. You can't talk at bingo|at the pictures. You can't talk in a class]. I want somewhere you can talk.
o My neighbour stops for [ten minutes|a cup of tea|a quarter of an hour] and it does me more good than the tablets.
o They sent a lady with a questionnaire about wellbeing. I wanted her to stop for a cup of tea.
n Let folk turn up and sit. No registers, no aims, no form at the end.
o I were a [weaver|machinist|bookbinder|plasterer]. I don't need teaching to use my hands. I want somebody to talk to while I'm using them.
y {Who} talks to the [dog|cat|budgie]. It's a good listener but it's not the same.
n Young ones should come in as well. It's nice to have a mix and a bit of noise.
o We had a right laugh last week and nobody taught us anything.
n A walk is good because you talk side by side.
y What {who} misses is being asked what sort of day {she}'s had.
o I eat my tea stood up at the sink. You don't set a table for one. #widow
s I want a friend.
s Someone to talk to.
s I like to sit and chat.
s I do not want a class.
s Tea and a chat.
s I am on my own too much.
s It is nice to see people.
s I miss having a laugh.
""",
    "T04": """
o They sent me home on a [Friday|Saturday] night with a bag of tablets and nobody rang till [Wednesday|Thursday]. #visit
y {Who} came out on a Friday and there wasn't so much as [a pint of milk|a loaf|a bulb in the hall light] in.
o The first week home was the worst week of my life, and I've had some weeks.
y The ward asked if {who} had family. They never asked if we could cope.
o When I came out I needed someone to [change the bed and put the bins out|do the shopping and the washing|walk round the block with me] till my [hip|knee|arm] was right. #help
n Six weeks of a bit of help after hospital would keep people from going back in. It's not rocket science. #help
o I came home from the ward to a cold house and sat in my coat.
y {Who} was back on the ward in [nine days|a fortnight|six days] because nobody checked {she} was eating.
o They let me out and I was frightened of my own stairs. Nobody told me what to do about the stairs.
n The handover is where it falls down. The ward says it's sorted. Home says, what's sorted?
o Somebody ringing the morning after I got home would have been enough. Just to say, are you all right. #visit
y Discharge said a visit in three days. It was [eleven|nine|twelve]. #visit
o After my stroke I lost my nerve. It wasn't my legs, it was my nerve. No one helps with that once you're home. #help
y They delivered a frame the day {who} came home and nobody to show {him} how to use it.
n Shopping in, a hot meal and someone to say hello. That first week back is make or break. #help
o I'd have stopped in bed that first week if [next door|my neighbour|the lady opposite] hadn't come round with [soup|a stew|bread and milk].
n Nobody plans for coming home. They plan for getting you out.
y I took [two weeks unpaid|all my holidays|a month off] when {who} came home from the Infirmary. Not everyone can.
o They gave me exercises on a sheet when I left. I couldn't read it. My glasses were still on the ward.
n You get seen to in hospital and forgotten on the doorstep.
o A visit inside three days of getting home would do it. I'm not asking for a nurse, just a person. #visit
y {Who} had a fall the [second|first|third] night home from hospital. {She} was on {her} own.
o I was in hospital for [eleven|nine|fifteen] days and out in [eleven|ten|five] minutes.
y We got home from the ward at ten at night with no key safe and no bread.
s I came home from hospital and no one came. #visit
s Help me when I leave hospital.
s The first week home was hard.
s I need my shopping doing after hospital.
s Someone should visit when you get home from hospital.
s I was scared when I came out of hospital.
""",
    "T05": """
o I'll let her in because I know her mother. I wouldn't let a stranger in.
o Same face each week. I'm too old to keep telling my story.
n Local people who know the place. Not someone reading it off a screen in another town.
y {Who} had [fourteen|eleven|nine] different carers in a month. {She} couldn't tell you one name.
o The [postman|milkman|lad who does the papers] notices if my curtains aren't drawn. That's worth more than any service.
o I trust the lady at the community shop. If she says a thing is good, I'll go.
n Folk here take a while to trust you. Then they'll do owt for you.
y It took {who} a year to say yes to anybody. Then they moved that worker to another area.
n Pay people who live here. They'll still be here when the contract's finished.
o Come with me the first time. I'll not walk into a room full of strangers. #buddy
o I got as far as the door and turned round. If someone I knew had been stood there I'd have gone in. #buddy
n A friendly person who meets you first, then goes in with you. #buddy
y {Who} would go if somebody {she} knew took {him} the first time. #buddy
o Everyone already had their seat. I didn't know a face and I never went back. #buddy
o [The chemist, the verger, the lad on the bins|The barber, the butcher, the woman with the two dogs]. They know who's all right and who isn't.
n You can't send someone in a lanyard up to the tops and expect a welcome.
o She knows [how I take my tea|I like the back door|my cat's name]. That's not a small thing.
n Keep the same worker for more than a year. We've had [four|three|five] [in two years|since lockdown|already].
o I knew her as a little girl and now she runs the group. You feel safe.
y What made the difference for {who} was one lad from {town} who kept turning up.
o I don't like new people in my house. One I know is plenty.
n Volunteers are grand, but they need someone steady from round here behind them.
y {Who} will open the door to the milkman and not to the nurse. Think on that.
s I like people I know.
s The same person each time.
s Someone local.
s I want her to come back. I know her.
s I do not like strangers.
s Come with me the first time. #buddy
""",
    "T06": """
o {Club} is the only hot dinner I sit down to all week.
y {Who} gets dressed up for {club}. It's the only thing {she} does get dressed up for.
n The lunch clubs are the best thing we've got. They run on nothing.
o If {club} went I'd not know what day it was.
s I like my lunch club.
""",
    "T07": """
o I haven't got the internet and I'm not getting it.
o My phone is for ringing people.
y {Who} can't work the app so I do it, and then {she} feels daft.
o They said download the app. I said, download what?
n Not everyone has a smartphone. Not everyone wants one.
o I rang to book and was told to go on the website. I rang because I can't use the website. #phone
n A real person on the phone, not a chat box. #phone
o The screen's too small and [my hands shake|my thumbs are too big|I can't see it in daylight].
o My [granddaughter|grandson|nephew] set up an email for me. I have never seen it since.
n Signal's hopeless up here. An app is no use to anybody above the church.
y {Who} was told {she} needed an email address to join [a knitting group. An email. To knit|a walking group. An email. To walk|a choir. An email. To sing]. #phone
o I get a letter, I keep it on the side, I know where I am. Nobody emails my mantelpiece.
n If it's online only you've shut out the very people it's for. #phone
o Passwords. I've a [book|biscuit tin|page] full and none of them work.
n Book by phone or by knocking on the door. That's how it's done round here, not on a screen.
o I'm not stupid, I [ran a wages office|drove a crane|taught maths|kept the books at the dye works]. I just can't be doing with apps.
y {Who} missed the clinic because the text had a link in it and {she} won't press links. Quite right too.
n Always leave a phone line for people who get in a muddle with screens. #phone
o I like paper. This form is paper and look, I've filled it in. #paper
o You scan a square thing now to see a menu. I'll not be scanning a square thing to see my friends.
s I do not use a computer.
s Ring me up. I do not go online.
s No app.
s I like to book by phone.
s Send me a letter, not an email.
s I cannot use the website.
""",
    "T08": """
y I care for {who} all day and half the night. [Two hours|One afternoon|One night] off a week would save me.
y I haven't had a haircut since [August|September|my birthday]. That's caring for you.
m I look after my wife. She has dementia. I get out to the shops and that's my lot.
o I'm no spring chicken and I'm the carer.
y Count the carers. We're not just the person who drives. #count
y Carers get lumped in with everyone else. We've our own troubles. #count
w My husband won't be left. I'd love one afternoon.
y If somebody sat with {who} on a {day} I could go to my own [doctor|dentist|daughter's].
y There's plenty for {who}. There's nothing for the one who looks after {him}, and if I go down we both go down.
y I gave up work to look after {who}. I lost my wage and my mates in the same month.
w I miss being his wife. I'm his nurse now and I'm tired.
y A carers' group that isn't at eleven in the morning. Some of us work as well.
n Carers need a break before they break.
y I'd like to talk to another carer. Someone who gets it. Not a leaflet.
o I was told I could have a carer's assessment. That was [two winters|eighteen months|a long time] ago. #count
y A sitting service. A proper one. You book it and it turns up.
y Nobody asks the carer. They ask how {who} is and then they go. #count
w I daren't be ill. Who'd see to him?
y My sister and I split the week looking after {who}. We're that tired we don't even talk at the changeover.
n Give carers their own way in. Don't make them go through the person they look after. #count
s I need a rest from caring.
s I care for someone. I am tired.
s Someone to sit with him so I can go out.
s A day off for carers.
""",
    "T09": """
m I'd not go to a coffee morning. Give me something to mend.
m I went once. Twelve ladies and me. They were very nice. I didn't go back.
m Men don't sit in a circle and share. We stand next to a bench and grumble.
m I was a joiner. There's nowhere for a man to be useful now.
m Put the football on and I'll come. Put the craft table out and I won't.
m It's the women who organise everything, fair play to them, but there's nowt for fellas.
m After the wife died I lived on toast. Nobody asks a man if he's coping. #widow
m I'd do a bit of fixing for folk. Bikes, toasters, owt. A lot of us men would.
w My husband hasn't been out since he finished work. He says it's all for women.
w My husband would go if there was a shed. He'd never go to a club.
y My dad won't go anywhere with the word wellbeing on it.
y Grandad lost his mates when the bowls club shut. He's hardly spoke since.
n There's four men in our group of thirty. Where are the rest? They're sat at home.
n Ask the men what they want. Don't just put a bit of woodwork on and call it done.
n Men of that age won't ask. You have to go and fetch them.
s There is nothing for men.
""",
}

KEEP: dict[str, str] = {
    "T03": """
n The bit after when we just sit and talk.
n Don't fill every minute. Leave us time to chat.
o The Friday coffee at the library. It is only coffee and that's why it works.
o Our table by the window. Four of us, putting the world to rights.
""",
    "T05": """
n The helpers. We know them and they know us.
o The people who run it. They're from here and they give up their own time.
n Whoever is on the desk at the community shop. She knows everyone. Leave her be.
y The lady who calls on {who}. Don't swap her for someone new.
""",
    "T06": """
n The lunch clubs, whatever else you do.
o {Club}. I'd back a hub as long as that carries on. #gap
n The dinners. Hub or no hub, keep the club dinners going. #gap
o Don't touch {club} till the new place has been running a good while. #gap
y The dinner at {club}. {Who} looks forward to it all week.
n Move the lunch clubs in if you must, but don't stop them while you do it. #gap
w My dinner with the girls at {club}. I say girls. The youngest is 71.
s My lunch club.
""",
    "T07": """
n The phone line. A person picks it up and that's worth keeping.
o Being able to book by ringing up. Don't put it all on a computer.
o The letter that comes in the post. Don't swap it for an email.
n Paper tickets and paper lists. Not everyone has a screen.
""",
}

FOR: dict[str, str] = {
    "T01": """
n One place means one number to ring. I like that.
y At least I'd know where to start for {who}.
o I'd know which door to knock on.
n A place you can ask at. There isn't one now.
n If there's somebody on the desk who knows what's what, yes.
n It would be one name over one door instead of a list of numbers.
""",
    "T02": """
n If there's a minibus to the hub then yes.
n One place could have a bus stop right outside. That's got to be better.
o Yes, so long as I don't have to climb a hill to it.
n Put it by the station and I'm for it.
y I can drop {who} at one place on my way to work. I can't do three.
o Yes, if somebody fetches me and brings me back.
""",
    "T03": """
o Somewhere warm to sit and talk any day would suit me better than one dinner a week.
n Yes if folk can stop on and chat, not eat up and go.
y {Who} would have company more than once a week.
""",
    "T05": """
n Yes if the same people run it. No if it's strangers.
o If her from the community shop has a hand in it, I'd trust it.
n As long as they take on the helpers we know.
n Yes, if folk from here get the jobs.
""",
}

AGAINST: dict[str, str] = {
    "T02": """
n One hub per town is fine if you live in the town. We live two miles above it.
n It'll be in Hebble Bridge, it always is, and how do we get there?
y Further to go for {who}, and {she} struggles to the end of the road.
o I can walk to mine now. I'd need two buses to the new one.
n Who's going to fetch everyone down off the hill? Nobody has thought about that.
o Moving it a mile is nothing on a map. It's everything on a walking frame.
""",
    "T03": """
o It's not about the food. It's the company, and you can't shift that like furniture.
n You'd be moving the chairs and losing the friendships.
o I go to see three people. They'd not all come to a hub.
""",
    "T05": """
n New hub, new staff, start again with strangers. No thank you.
o The women who run ours know every one of us. A big outfit won't.
n It will go to some firm from away who don't know us.
y It took {who} years to trust the ones we've got.
""",
    "T06": """
o It's the only hot dinner I sit down to with other people. Leave {club} alone.
o I've been going to {club} for [eleven|nine|six|fourteen] years. You don't replace that with a hub.
n Three clubs, three kitchens, three [lots of friends|sets of neighbours]. You'll end up with one hub and half of us stopped at home.
o Close {club} and I will not go to your hub. I'll sit at home.
y {Who} lives for {club}. It is the one thing in {her} week.
n If it isn't broke don't fix it. All three lunch clubs are full.
o You're taking a lunch club that works and calling it duplication.
o We set that lunch club up ourselves with [two pans and a tea urn|a borrowed cooker|somebody's wedding plates]. It isn't yours to close.
n St Aidan's fed people right through the floods. That club deserves better than a spreadsheet.
o My friends are at {club}. They're not at a hub.
y {Who} is getting forgetful. {She} knows the way to {club}. {She} won't learn a new place.
o They [lay a place|save a chair|keep a dinner back] for you at {club}. If you don't come they ring to see why.
n Have you eaten there? Go and have your dinner at {club}, then tell [them|the lady on the door|the cook] it's a duplicate.
o NO. Keep the lunch clubs. I have said it [three times|twice|till I'm blue in the face] now.
n Shut the lunch clubs first and open the hub later, that's how it goes. And later never comes. #gap
o I'm not against a hub. I'm against losing {club} before it's open. #gap
n Run the hub and the lunch clubs side by side till folk have moved over. Then see. #gap
y Leave a gap after {club} stops and {who} will lose the habit. {She} won't start again. #gap
o Everyone knows what day {club} is. We plan the week round it.
n You'll save a bit of [rent|brass|heating] on the lunch clubs and spend it ten times over on lonely people.
m I buried my wife from that hall and the lunch club fed everyone after. It's more than a dinner. #widow
n The volunteers are with the lunch club, not with you. They won't follow the contract.
o I can't stand long enough to cook now. That dinner at {club} matters.
y {Who} has put [half a stone|five pounds|a bit of weight] on since {she} started at {club}. That's real.
n One hub, one menu, one day. How is that better than three lunch clubs?
o I am disgusted. You never asked the ones who eat at {club}.
o It took me [a year|six months|two goes] to walk into {club} on my own. I'll not do it all again.
n Lunch clubs cost you [a fiver|next to nothing|four pound odd] a head. You'll not beat that.
y {Who} went back to {club} the week after the funeral. They'd kept {her} chair.
s Keep the lunch club.
s Do not close {club}.
s My friends are at {club}.
""",
}

CONTRARY: dict[str, str] = {
    "T01": """
n There are enough phone numbers already. Just put it on the notice board.
o I know who to ring, thank you. I've got my daughter, and she's better than any connector.
n I don't see what a connector would tell me that I can't find out myself.
n A connector is one more person in an office. Spend it on the groups.
""",
    "T02": """
n Getting about is fine from here. {Bus} is every twenty minutes.
n We don't need a minibus. Neighbours give lifts and always have.
n There are plenty of buses down in the bottom. Folk just don't use them.
n I'd sooner you mended the pavements than bought another minibus.
n Don't pay for lifts for people with a car on the drive.
""",
    "T03": """
n Actually I like a class. I like to learn something and go home.
n Sitting round drinking tea isn't for me. Give me something to do.
n I've plenty of company. I want some proper exercise for my hip.
n Not everyone wants to chat. Some of us are happy to be quiet in the same room.
n Put more classes on. Nobody would walk up our hill just for a chat.
""",
    "T04": """
n The hospital-at-home nurses were marvellous. I couldn't fault them.
n When I came out of hospital my family did it all. That's how it should be.
n It's the NHS that should sort out coming home, not a community group.
""",
    "T05": """
n Local isn't always better. Everybody knows your business.
n I'd sooner tell a stranger. Round here it'd be all over the valley by teatime.
n I don't mind who comes so long as they're trained.
n Trained staff matter more to me than whether they're from {town}.
n Small places have favourites. Somebody new might be fairer.
""",
    "T06": """
n The lunch club's had its day. It's the same twelve people and nobody new gets a seat.
n I tried {club} and it was very cliquey. A hub would be a fresh start.
n Three lunch clubs putting on the same dinner is daft when some folk get nothing.
n I can't eat the food at {club}. A hub might do more than meat and two veg.
n Lunch clubs are for the ones who already go. I want something for the ones who don't.
n Our lunch club was lovely but there's only nine of us left. Time to join up.
n Nobody my age wants a lunch club. Try something new.
""",
    "T07": """
n I'd book on an app. I do my banking on one.
n Not all of us are useless with phones. I'd like to book online.
n Online is easier for me. I'm deaf and I can't use the phone.
n Text me. I can't hear on the phone.
n Have an app as well, for those of us who work and sort things out at night.
n You can't run everything by phone and paper. It costs a fortune.
""",
    "T08": """
n Family should do it. We never had carers' breaks in my day.
n I'm a carer and I don't want a break. I want the bathroom sorting.
""",
    "T09": """
m I'm a man and I like the coffee morning. Don't split us up.
n Never mind special things for men. Just make it good and they'll come.
""",
}

# The eleven people who spoke about Urdu and Punjabi. Each is one whole voice: (age bands it fits, words, language, English).
ELDERS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (
        ("35_44", "45_54"),
        "میری امی کو انگریزی نہیں آتی۔ فون پر کوئی اردو بولنے والا ہو تو وہ خود بات کر سکیں۔",
        "ur",
        "My mum does not speak English. If someone on the phone spoke Urdu, she could talk for herself.",
    ),
    (
        ("45_54", "55_64"),
        "یہاں بزرگوں کے لیے سب کچھ انگریزی میں ہوتا ہے۔ ہمیں کچھ پتا نہیں چلتا۔",
        "ur",
        "Everything for older people here is in English. We never find out about anything.",
    ),
    (
        ("65_74",),
        "میں ستر سال کی ہوں۔ کھانے کے کلب میں حلال کھانا نہیں ملتا، اس لیے میں نہیں جاتی۔",
        "ur",
        "I am seventy. There is no halal food at the lunch club, so I do not go.",
    ),
    (
        ("55_64", "65_74"),
        "ہماری عورتیں مل بیٹھنا چاہتی ہیں، مگر اردو یا پنجابی میں بلانے والا کوئی نہیں۔",
        "ur",
        "Our women want to sit together, but there is nobody to invite them in Urdu or Punjabi.",
    ),
    (
        ("35_44", "45_54"),
        "My mother she is speaking only Punjabi. At the group they smile, she smiles, nobody talks. She is not going again.",
        "en",
        "",
    ),
    (
        ("75_84",),
        "I am here since 1968. I worked nights in the mill. My English is for work, it is not for telling my heart. "
        "In Punjabi I could talk.",
        "en",
        "",
    ),
    (
        ("25_34", "35_44"),
        "My mum-in-law reads Urdu. Every letter comes to me to read out. She'd like one that comes to her.",
        "en",
        "",
    ),
    (("45_54",), "Our elders sit in the house because nobody has asked them in their own language.", "en", ""),
    (
        ("25_34", "35_44"),
        "Beta, she says to me, those clubs are for them. She means nobody there looks like her or speaks Urdu.",
        "en",
        "",
    ),
    (
        ("55_64",),
        "You need a lady worker who speaks Urdu. My auntie won't talk to a man about her health.",
        "en",
        "",
    ),
    (
        ("35_44", "45_54", "55_64"),
        "My parents speak good English. Don't put Urdu speakers in a group of their own. "
        "Put a curry on and mix everybody up.",
        "en",
        "",
    ),
)
