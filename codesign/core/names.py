"""First names common in the UK, by which two words are taken for a person's name; written for this purpose."""

from __future__ import annotations

from typing import Final

_BRITISH_AND_IRISH = """
Aaron Abigail Adam Adrian Aidan Aileen Alan Alexander Alexandra Alfie Alice Alison Amanda Amelia Amy Andrea Andrew
Angela Ann Anna Anne Annie Anthony Archie Arthur Barbara Barry Beatrice Ben Benjamin Bernard Beth Betty Beverley
Bill Billy Bob Brenda Brian Bridget Callum Cameron Carl Carol Caroline Catherine Charles Charlie Charlotte Chloe
Chris Christine Christopher Claire Clare Colin Connor Craig Daniel Danielle Darren Dave David Dawn Dean Deborah
Debbie Denise Dennis Derek Diana Diane Dominic Donald Donna Dorothy Doreen Douglas Duncan Edward Eileen Elaine
Eleanor Elizabeth Ella Ellen Ellie Emily Emma Eric Ethan Evelyn Fiona Frances Francis Frank Fred Gareth Gary Gavin
Gemma Geoff Geoffrey George Gerald Gillian Glenn Gordon Graham Greg Hannah Harold Harry Hazel Heather Helen Henry
Hilary Holly Howard Hugh Ian Irene Isabel Isabella Isla Jackie Jacqueline Jake James Jamie Jane Janet Janice Jason
Jean Jeff Jennifer Jenny Jeremy Jess Jessica Jill Jim Joan Joanna Joanne Joe John Jon Jonathan Jordan Joseph Josh
Joshua Joyce Judith Julia Julian Julie Justin Karen Kate Katherine Kathleen Katie Keith Kelly Ken Kenneth Kerry
Kevin Kieran Kim Kirsty Kyle Laura Lauren Leanne Lee Leo Leonard Lesley Lewis Liam Linda Lisa Liz Lorraine Louise
Lucy Luke Lynn Lynne Maggie Malcolm Marcus Margaret Maria Marie Marilyn Martin Mary Matt Matthew Maureen Megan
Melissa Michael Michelle Mick Mike Molly Monica Nancy Naomi Natalie Natasha Nathan Neil Niamh Nicholas Nick Nicola
Nigel Noah Nora Norman Oliver Olivia Oscar Owen Pamela Pat Patricia Patrick Paul Paula Pauline Peter Phil Philip
Phillip Phyllis Rachel Ralph Raymond Rebecca Richard Rob Robert Robin Rodney Roger Ronald Rory Rosemary Roy Russell
Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean Shannon Sharon Sheila Shirley Simon Sophia Sophie
Stacey Stephanie Stephen Steve Steven Stewart Stuart Sue Susan Suzanne Sylvia Tanya Teresa Terry Theresa Thomas Tim
Timothy Tina Toby Tom Tony Tracey Tracy Trevor Valerie Vanessa Veronica Vincent Wayne Wendy William Yvonne Zoe
"""
_WELSH = """
Aled Alun Angharad Anwen Arwel Bethan Bronwen Bryn Carys Catrin Ceri Cerys Dafydd Delyth Dilys Dylan Eirlys Eleri
Elin Emlyn Emyr Ffion Geraint Gethin Glenys Glyn Gwen Gwenda Gwilym Gwyneth Gwynfor Haf Heledd Huw Hywel Idris
Iestyn Ieuan Ifan Ifor Ioan Iolo Iwan Llinos Llyr Lowri Mair Mared Meinir Meirion Menna Morfydd Myfanwy Nerys Nia
Olwen Osian Rhian Rhiannon Rhodri Rhys Sian Siân Sioned Steffan Tegan Tomos Trystan Wyn
"""
_EUROPEAN = """
Adrianna Agata Agnieszka Aleksander Aleksandra Andrzej Anita Artur Barbara Bartosz Beata Bogdan Celina Dariusz
Dorota Elena Elżbieta Ewa Filip Grzegorz Halina Ioana Irena Iwona Jacek Jakub Jan Janusz Jerzy Joanna Justyna Kamil
Karolina Katarzyna Krystyna Krzysztof Łukasz Maciej Magdalena Małgorzata Marcin Marek Mariusz Mateusz Mihai Monika
Paweł Piotr Radosław Rafał Ryszard Sławomir Stanisław Tomasz Urszula Wojciech Zbigniew Zofia
"""
_ASIAN_AND_AFRICAN = """
Aamir Abdul Abdullah Adeel Ahmed Aisha Ajay Ali Amara Amina Amir Amit Amrit Anand Anil Anita Anjali Arjun Asha Ashok
Asif Ayesha Aziz Balbir Bilal Chidi Chinedu Deepak Dipak Faisal Farah Fatima Fatou Gita Gurpreet Habib Hamza Harjit
Harpreet Hassan Hussain Ibrahim Imran Iqbal Jaspreet Jaswinder Kamran Karim Khadija Khalid Kofi Kwame Lakshmi
Mahmood Manjit Manpreet Maryam Meera Mohamed Mohammad Mohammed Muhammad Mustafa Nadia Nasreen Naveed Ngozi Nisha
Omar Parveen Pooja Priya Rahul Raj Rajesh Ravi Rehana Reza Rukhsana Saima Salma Sandeep Sanjay Shabana Shahid Shakil
Shanti Simran Sukhdev Sunil Sunita Suresh Syed Tariq Usha Usman Vijay Yasmin Yusuf Zahid Zainab Zara
"""
FIRST_NAMES: Final = frozenset(" ".join((_BRITISH_AND_IRISH, _WELSH, _EUROPEAN, _ASIAN_AND_AFRICAN)).split())
"""Names that are also common words (Will, May, Grace, Mark, Rose) are left out."""

_PLACES_AND_BEGINNINGS = """
Academy And Are As At Avenue Bank Bay Bridge But By Can Care Castle Centre Church Clinic Close College Community
Council Court Crescent Day Did Does Drive Estate Farm Field For Foundation From Garden Gardens Gate Green Had Hall
Has Have He Hill Home Hospital Hotel House However If In Infirmary Is It Kids Lane Leisure Library Line Lodge Man
Market Mayor Medical Memorial Mill Minister Museum Nightingale Not On Or Palace Parade Park Place Playground Pool
Practice President Primary Quay Rangers Road Row Said School Secondary She Site Speaker Sports Square Stadium
Station Store Street Surgery Terrace That The Their They Theatre This To Tower Trust University Valley Villa Village
Walk Was Way We What When Who Will With Wood Woods World You Your
"""
NOT_SURNAMES: Final = frozenset(_PLACES_AND_BEGINNINGS.split())
"""What follows a first name in the name of a place or begins a sentence, so that "Victoria Park" is nobody."""
